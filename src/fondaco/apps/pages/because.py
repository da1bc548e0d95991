"""Why a price is what it is: the steps of the API as rows that a buyer can follow."""

import re
from collections.abc import Sequence
from typing import Any

from fondaco.apps.client.generated import ReasonOut
from fondaco.apps.pages import language, units

# Codes of units stand in the sentences of the API; here they are said in words.
_CODE = re.compile(r"(?P<number>[\d.,]+) (?P<code>[A-Z][A-Z0-9]{1,2})\b")


def rows(steps: Sequence[ReasonOut], *, currency: str) -> list[dict[str, Any]]:
    """Return a row per step that counted, each followed by what was considered and did not decide."""
    found: list[dict[str, Any]] = []
    for step in steps:
        found.append(
            {
                "used": True,
                "title": _in_words(step.text),
                "source": " · ".join(part for part in (step.system, step.record) if part),
                "result": language.money(step.after, currency),
            }
        )
        found += [{"used": False, "title": _in_words(text), "source": "", "result": ""} for text in step.passed]
    return found


def _in_words(text: str) -> str:
    def said(match: re.Match[str]) -> str:
        code = match["code"]
        word = units.unit_name(code, "1" if match["number"] == "1" else "2")
        return match[0] if word == code else f"{match['number']} {word}"

    return _CODE.sub(said, text)
