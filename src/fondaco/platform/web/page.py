"""Pages of lists, and the cursors that lead on: opaque outside, the last row's sort key inside."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from litestar.params import QueryParameter
from msgspec import Meta, Struct

from fondaco.kernel.errors import Invalid
from fondaco.kernel.page import Page

Item = TypeVar("Item")
Out = TypeVar("Out")

# Litestar reads the limits of a parameter from its own marker; those of msgspec's Meta reach no document.
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="At most so many items.")]
Cursor = Annotated[str, Meta(max_length=500, description="`next` of the page before.")]


class BadCursor(Invalid):
    """A cursor this API did not give for this list."""

    code = "web.bad_cursor"
    title = "The cursor is not one of this list."


class PageOut(Struct, Generic[Item], frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: list[Item]
    next: str | None = None


def page_out(page: Page[Item], out: Callable[[Item], Out]) -> PageOut[Out]:
    """Write each item of a page."""
    return PageOut(items=[out(item) for item in page.items], next=page.next)


def write_cursor(*key: object) -> str:
    """Write the sort key of the last row as an opaque text."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def read_cursor(cursor: str, kinds: type[Any]) -> Any:  # noqa: ANN401 - the caller names the type
    """Read a sort key back as the tuple type given; refuse what this API did not write."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.json.decode(raw, type=kinds)
    except (ValueError, binascii.Error, msgspec.MsgspecError):
        raise BadCursor(cursor=cursor[:60]) from None


def cut(rows: Sequence[Item], limit: int, key: Callable[[Item], tuple[object, ...]]) -> Page[Item]:
    """Make a page of `limit + 1` rows: the one too many says that there is a next page."""
    if len(rows) <= limit:
        return Page(items=rows)
    return Page(items=rows[:limit], next=write_cursor(*key(rows[limit - 1])))
