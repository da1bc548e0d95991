"""Value added tax of organisations: what may be stated about a check, and whose exemptions count for whom."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.modules.accounts.types import CheckOutcome, ExemptionDraft, OrganisationKind, VatCheck

# A register that did not answer is asked again after this time.
MISSED_AGAIN = timedelta(hours=1)
LONGEST_REFERENCE = 100
_COUNTRY = re.compile(r"[A-Z]{2}")
_LONGEST = 300


def legal_entity(levels: Iterable[tuple[UUID, OrganisationKind]]) -> list[UUID]:
    """Return who is one person before the tax office, out of an organisation and its parents, nearest first.

    A site belongs to the legal entity above it; what is certified to a group is not certified to its companies.
    """
    found = []
    for id, kind in levels:
        found.append(id)
        if kind is not OrganisationKind.SITE:
            break
    return found


def check_problems(*, check: VatCheck, as_of: datetime) -> list[Problem]:
    """Name what cannot be true of a check."""
    found = []
    if check.checked_at > as_of:
        found.append(_problem("checked_at", "The check lies in the future."))
    found += _text_problems([("reference", check.reference, LONGEST_REFERENCE)])
    return found


def exemption_problems(draft: ExemptionDraft) -> list[Problem]:
    """Name what an exemption lacks."""
    texts = (("certificate", draft.certificate, LONGEST_REFERENCE), ("reason", draft.reason, _LONGEST))
    found = [_problem(name, f"The {name} is empty.") for name, value, _ in texts if not value.strip()]
    if draft.country is not None and not _COUNTRY.fullmatch(draft.country):
        found.append(_problem("country", "The country is not a code such as DE."))
    return found + _text_problems(texts)


def replaces(*, last: VatCheck | None, check: VatCheck) -> VatCheck | None:
    """Return the check in whose place a new one is kept: of several in vain in a row only the last one stays."""
    in_vain = CheckOutcome.UNREACHABLE
    if last is None or last.outcome is not in_vain or check.outcome is not in_vain:
        return None
    return last if last.checked_at < check.checked_at else None


def is_news(*, last: VatCheck | None, deciding: VatCheck | None, check: VatCheck) -> bool:
    """Tell whether the outcome is another one than that of the last check, or of the last one that came to an answer.

    An answer may be found of a day before one on which the register could not be asked.
    """
    if check.outcome is CheckOutcome.UNREACHABLE:
        return _differs(last, check)
    return _differs(last, check) or _differs(deciding, check)


def _differs(before: VatCheck | None, check: VatCheck) -> bool:
    return before is None or (before.checked_at <= check.checked_at and before.outcome is not check.outcome)


def _text_problems(texts: Sequence[tuple[str, str, int]]) -> list[Problem]:
    return [
        _problem(name, f"The {name} has control characters or more than {longest} characters.")
        for name, value, longest in texts
        if len(value) > longest or any(ord(character) < 32 or ord(character) == 127 for character in value)  # noqa: PLR2004 - control characters
    ]


def _problem(field: str, detail: str) -> Problem:
    return Problem(pointer=f"/{field}", code="accounts.bad_field", detail=detail)
