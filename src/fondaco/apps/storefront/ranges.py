"""The tree of product ranges, asked of the API once a minute per language: every page of products shows a part of it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fondaco.apps.pages import language
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit

_KEPT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Range:
    """A category as pages show it."""

    id: str
    parent: str | None
    name: str
    count: int

    @property
    def url(self) -> str:
        """The page of the category."""
        return f"/categories/{self.id}"


class Ranges:
    """All ranges, with ways up and down."""

    def __init__(self, entries: list[Range]) -> None:
        self.by_id: Mapping[str, Range] = {entry.id: entry for entry in entries}
        self._below: dict[str | None, list[Range]] = {}
        for entry in entries:
            parent = entry.parent if entry.parent in self.by_id else None
            self._below.setdefault(parent, []).append(entry)

    def children(self, id: str | None) -> list[dict[str, Any]]:
        """Return what lies directly below a range."""
        return [
            {"url": one.url, "name": one.name, "count": one.count, "picture": ""} for one in self._below.get(id, [])
        ]

    def top(self) -> list[dict[str, Any]]:
        """Return the top ranges with what lies below each."""
        return [
            {"url": one.url, "name": one.name, "count": one.count, "picture": "", "children": self.children(one.id)}
            for one in self._below.get(None, [])
        ]

    def trail(self, id: str | None, last: str = "") -> list[tuple[str, str]]:
        """Return the way from the top down to a range, and on to what is named last."""
        way: list[Range] = []
        at = self.by_id.get(id or "")
        while at is not None and at not in way:
            way.append(at)
            at = self.by_id.get(at.parent or "")
        steps = [(one.name, one.url) for one in reversed(way)]
        if last:
            steps.append((last, ""))
        elif steps:
            steps[-1] = (steps[-1][0], "")
        return [(_("Products"), "/categories"), *steps]


_known: dict[str, tuple[float, Ranges]] = {}


async def ranges(visit: Visit) -> Ranges:
    """Return the ranges in the language in force."""
    spoken = language.current()
    found = _known.get(spoken)
    if found is not None and time.monotonic() < found[0]:
        return found[1]
    page = await visit.client.list_categories()
    fresh = Ranges([Range(one.id, one.parent, one.name, getattr(one, "products", 0)) for one in page.items])
    _known[spoken] = (time.monotonic() + _KEPT_SECONDS, fresh)
    return fresh
