"""Routes for staff about value added tax: checks of VAT numbers, and exemptions with their certificates."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType

from fondaco.kernel.actor import Actor, ActorKind
from fondaco.kernel.clock import now
from fondaco.kernel.ids import inner_id, public_id
from fondaco.kernel.period import Period
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import STAFF, CheckOutcome, Exemption, ExemptionDraft, VatCheck
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.once import Once
from fondaco.platform.web.page import PageOut
from fondaco.platform.web.version import etag, versioned

Moment = Annotated[datetime, Meta(tz=True)]
Reference = Annotated[str, Meta(max_length=100)]
Reason = Annotated[str, Meta(min_length=1, max_length=300)]
Certificate = Annotated[str, Meta(min_length=1, max_length=100, examples=["B-2026-0815"])]
Country = Annotated[str, Meta(pattern="^[A-Z]{2}$", examples=["DE"])]


class VatCheckOut(Struct, frozen=True, kw_only=True):
    """A check of a VAT number; `by` is a register, an outside system, or `staff` with the person who looked it up."""

    number: Annotated[str, Meta(examples=["ATU13585627"])]
    checked_at: datetime
    outcome: CheckOutcome
    by: Annotated[str, Meta(examples=["vies"])]
    contact: str | None
    name: str
    reference: str


class VatChecksOut(Struct, frozen=True, kw_only=True):
    """The checks of an organisation, and the number it has now, as checks name it."""

    number: Annotated[str, Meta(examples=["ATU13585627"])] | None
    items: list[VatCheckOut]


class VatCheckIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A check made by hand: which number, what came of it, when (now, if nothing is said), and the proof."""

    number: Annotated[str, Meta(min_length=1, max_length=300, examples=["ATU13585627"])]
    outcome: Literal["registered", "not_registered"] = "registered"
    checked_at: Moment | None = None
    reference: Reference = ""


class VatExemptionOut(Struct, frozen=True, kw_only=True):
    """An exemption from value added tax from a moment on, until another one; of one country or of all."""

    id: Annotated[str, Meta(examples=["vex_01jd0000000000000000000000"])]
    organisation: Annotated[str, Meta(examples=["org_01jd0000000000000000000000"])]
    certificate: str
    reason: str
    valid_from: datetime
    valid_to: datetime | None
    country: str | None
    version: int


class VatExemptionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new exemption; `country` is the one whose tax it is about, all of them where none is named."""

    certificate: Certificate
    reason: Reason
    valid_from: Moment
    valid_to: Moment | None = None
    country: Country | None = None


class VatExemptionPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changed fields; those left out stay."""

    certificate: Certificate | UnsetType = UNSET
    reason: Reason | UnsetType = UNSET
    valid_from: Moment | UnsetType = UNSET
    valid_to: Moment | UnsetType | None = UNSET
    country: Country | UnsetType | None = UNSET


@get(
    "/v1/organisations/{organisation_id:str}/vat-checks",
    operation_id="list_vat_checks",
    summary="Checks of an organisation's VAT numbers",
    tags=["accounts"],
    opt={"permission": "staff.customers"},
    sync_to_thread=True,
)
def list_vat_checks(
    organisation_id: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> VatChecksOut:
    """List the last 50 checks, of earlier numbers too, the latest first."""
    with database.transaction() as tx:
        number, found = accounts.vat_checks(tx=tx, actor=actor, organisation_id=inner_id("org", organisation_id))
        return VatChecksOut(number=number, items=checks_out(tx, found))


@post(
    "/v1/organisations/{organisation_id:str}/vat-checks",
    operation_id="record_vat_check",
    summary="Record a check made by hand",
    description="The number must be the organisation's present one, so that nobody confirms another than he looked up.",
    tags=["accounts"],
    opt={"permission": "staff.customers"},
    sync_to_thread=True,
)
def record_vat_check(
    organisation_id: FromPath[str],
    data: JSONBody[VatCheckIn],
    once: NamedDependency[Once],
    actor: NamedDependency[Actor],
) -> Response[VatCheckOut]:
    """Put on record what somebody found out about the number."""
    moment = now()
    check = VatCheck(
        organisation=inner_id("org", organisation_id),
        number=data.number,
        checked_at=data.checked_at or moment,
        outcome=CheckOutcome(data.outcome),
        by=STAFF,
        contact=actor.id if actor.kind is ActorKind.STAFF else None,
        reference=data.reference,
    )

    def work(tx: Tx) -> VatCheckOut:
        recorded = accounts.record_vat_check(tx=tx, actor=actor, check=check, as_of=moment)
        return checks_out(tx, [recorded])[0]

    return once.run(work)


@get(
    "/v1/organisations/{organisation_id:str}/vat-exemptions",
    operation_id="list_vat_exemptions",
    summary="Exemptions of an organisation",
    tags=["accounts"],
    opt={"permission": "staff.customers"},
    sync_to_thread=True,
)
def list_vat_exemptions(
    organisation_id: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> PageOut[VatExemptionOut]:
    """List all exemptions, past and future ones too, the latest first."""
    with database.transaction() as tx:
        found = accounts.vat_exemptions(tx=tx, actor=actor, organisation_id=inner_id("org", organisation_id))
    return PageOut(items=[exemption_out(one) for one in found])


@post(
    "/v1/organisations/{organisation_id:str}/vat-exemptions",
    operation_id="add_vat_exemption",
    summary="Exempt an organisation from value added tax",
    description="It counts for the organisation and for the sites below it, from the first moment to before the last.",
    tags=["accounts"],
    opt={"permission": "staff.customers"},
    sync_to_thread=True,
)
def add_vat_exemption(
    organisation_id: FromPath[str],
    data: JSONBody[VatExemptionIn],
    once: NamedDependency[Once],
    actor: NamedDependency[Actor],
) -> Response[VatExemptionOut]:
    """Put a certificate on file."""
    id = inner_id("org", organisation_id)
    draft = ExemptionDraft(
        certificate=data.certificate,
        reason=data.reason,
        valid=Period(data.valid_from, data.valid_to),
        country=data.country,
    )

    def work(tx: Tx) -> VatExemptionOut:
        return exemption_out(accounts.add_vat_exemption(tx=tx, actor=actor, organisation_id=id, draft=draft))

    return once.run(work, headers=lambda out: {"ETag": etag(out.version)})


@patch(
    "/v1/vat-exemptions/{exemption_id:str}",
    operation_id="change_vat_exemption",
    summary="Change an exemption",
    tags=["accounts"],
    opt={"permission": "staff.customers"},
    sync_to_thread=True,
)
def change_vat_exemption(
    exemption_id: FromPath[str],
    data: JSONBody[VatExemptionPatch],
    actor: NamedDependency[Actor],
    expected_version: NamedDependency[int],
    database: NamedDependency[Database],
) -> Response[VatExemptionOut]:
    """Change some fields of the version that was read; with `valid_to` it ends."""
    id = inner_id("vex", exemption_id)
    with database.transaction() as tx:
        before = accounts.vat_exemption(tx=tx, actor=actor, id=id)
        draft = ExemptionDraft(
            certificate=before.certificate if data.certificate is UNSET else data.certificate,
            reason=before.reason if data.reason is UNSET else data.reason,
            valid=Period(
                before.valid.start if data.valid_from is UNSET else data.valid_from,
                before.valid.end if data.valid_to is UNSET else data.valid_to,
            ),
            country=before.country if data.country is UNSET else data.country,
        )
        changed = accounts.change_vat_exemption(
            tx=tx, actor=actor, id=id, draft=draft, expected_version=expected_version
        )
    return versioned(exemption_out(changed), changed.version)


@delete(
    "/v1/vat-exemptions/{exemption_id:str}",
    operation_id="remove_vat_exemption",
    summary="Remove an exemption",
    description="For one that was put on file by mistake; one that is over is given an end.",
    tags=["accounts"],
    opt={"permission": "staff.customers"},
    sync_to_thread=True,
)
def remove_vat_exemption(
    exemption_id: FromPath[str],
    actor: NamedDependency[Actor],
    expected_version: NamedDependency[int],
    database: NamedDependency[Database],
) -> None:
    """Remove the version that was read."""
    with database.transaction() as tx:
        accounts.remove_vat_exemption(
            tx=tx, actor=actor, id=inner_id("vex", exemption_id), expected_version=expected_version
        )


def checks_out(tx: Tx, checks: Sequence[VatCheck]) -> list[VatCheckOut]:
    """Write checks for the outside, with the names of who made them by hand."""
    names = accounts.names(tx=tx, contacts=[check.contact for check in checks if check.contact])
    return [
        VatCheckOut(
            number=check.number,
            checked_at=check.checked_at,
            outcome=check.outcome,
            by=check.by,
            contact=public_id("con", check.contact) if check.contact else None,
            name=names.get(check.contact, "") if check.contact else "",
            reference=check.reference,
        )
        for check in checks
    ]


def exemption_out(exemption: Exemption) -> VatExemptionOut:
    """Write an exemption for the outside."""
    return VatExemptionOut(
        id=public_id("vex", exemption.id),
        organisation=public_id("org", exemption.organisation),
        certificate=exemption.certificate,
        reason=exemption.reason,
        valid_from=exemption.valid.start,
        valid_to=exemption.valid.end,
        country=exemption.country,
        version=exemption.version,
    )


ROUTES: list[Any] = [
    list_vat_checks,
    record_vat_check,
    list_vat_exemptions,
    add_vat_exemption,
    change_vat_exemption,
    remove_vat_exemption,
]
