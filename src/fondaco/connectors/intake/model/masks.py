"""Which settings are secrets, and how they are shown."""

import re
from collections.abc import Mapping

_SECRET = re.compile(r"pass(word|phrase)?|secret|token|key$|credential", re.IGNORECASE)
HIDDEN = "…"


def masked(settings: Mapping[str, object]) -> dict[str, object]:
    """Show settings without their secrets, at any depth."""
    return {
        name: masked(value) if isinstance(value, Mapping) else HIDDEN if _SECRET.search(name) and value else value
        for name, value in settings.items()
    }


def unmasked(*, given: Mapping[str, object], stored: Mapping[str, object]) -> dict[str, object]:
    """Put stored secrets back where somebody sends settings as they were shown."""
    settings: dict[str, object] = {}
    for name, value in given.items():
        before = stored.get(name)
        if value == HIDDEN and before is not None:
            settings[name] = before
        elif isinstance(value, Mapping):
            settings[name] = unmasked(given=value, stored=before if isinstance(before, Mapping) else {})
        else:
            settings[name] = value
    return settings
