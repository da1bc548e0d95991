"""Decisions of catalog: what a valid product is, and when two spellings are one part number."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from uuid import UUID

from fondaco.kernel.put_result import RefusedDraft
from fondaco.modules.catalog.types import Match, MediaDraft, NumberKind, ProductDraft

_SVG = "image/svg+xml"
_BEGINNINGS: Mapping[str, tuple[bytes, ...]] = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/webp": (b"RIFF",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "application/pdf": (b"%PDF-",),
    _SVG: (),
}
_NOT_ALPHANUMERIC = re.compile(r"[^0-9a-z]+")
_GTIN_LENGTHS = frozenset({8, 12, 13, 14})
_RANK = {kind: rank for rank, kind in enumerate(NumberKind)}


def normal(number: str) -> str:
    """Reduce a part number to what all spellings share: `6204-2RS`, `6204 2rs` and `6204.2RS` are one.

    A decimal comma and a decimal point between digits both go away with all other punctuation.
    """
    plain = unicodedata.normalize("NFKD", number.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    return _NOT_ALPHANUMERIC.sub("", plain)


def valid_gtin(gtin: str) -> bool:
    """Tell whether it is a GTIN-8, -12, -13 or -14 with its right check digit (GS1 General Specifications, 7.9)."""
    if not gtin.isascii() or not gtin.isdigit() or len(gtin) not in _GTIN_LENGTHS:
        return False
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(gtin[:-1])))
    return (10 - weighted % 10) % 10 == int(gtin[-1])


def true_content(media: MediaDraft) -> bool:
    """Tell whether a picture or document is what its content type says, by its first bytes; SVG without scripts."""
    if media.content is None:
        return bool(media.url and media.url.startswith("https://")) and media.content_type in _BEGINNINGS
    start = media.content[:1000].lstrip()
    if media.content_type == _SVG:
        text = media.content.lower()
        return start.startswith((b"<svg", b"<?xml")) and b"<svg" in start and b"<script" not in text
    beginnings = _BEGINNINGS.get(media.content_type, ())
    return media.content.startswith(beginnings) if beginnings else False


def flaw(draft: ProductDraft) -> tuple[str, str, str] | None:
    """Return the first thing wrong with a draft as (field, code, reason), or None."""
    units = {unit.code: unit.in_base for unit in draft.units} | {draft.base_unit: Fraction(1)}
    checks = (
        (bool(draft.sku.strip()), "sku", "catalog.no_sku", "A product needs an article number."),
        (any(text.strip() for text in draft.names.values()), "names", "catalog.no_name", "A product needs a name."),
        (
            all(factor > 0 for factor in units.values()),
            "units",
            "catalog.bad_unit",
            "A unit is more than zero base units.",
        ),
        (
            draft.sales_unit is None or draft.sales_unit in units,
            "sales_unit",
            "catalog.unknown_sales_unit",
            f"The sales unit {draft.sales_unit!r} has no conversion to {draft.base_unit!r}.",
        ),
        (draft.minimum > 0, "minimum", "catalog.bad_minimum", "The minimum order quantity is more than zero."),
        (draft.multiple > 0, "multiple", "catalog.bad_multiple", "The order multiple is more than zero."),
        (
            draft.gtin is None or valid_gtin(draft.gtin),
            "gtin",
            "catalog.bad_gtin",
            f"{draft.gtin!r} is no GTIN: its length or check digit is wrong.",
        ),
        (
            all(true_content(item) for item in draft.media or ()),
            "media",
            "catalog.bad_media",
            "A picture or document is not of the type it is said to be.",
        ),
    )
    return next(((field, code, reason) for good, field, code, reason in checks if not good), None)


def refusals(drafts: Sequence[ProductDraft]) -> dict[int, RefusedDraft]:
    """Find all drafts that cannot be taken, by their place; of two with one key the later one is refused."""
    refused: dict[int, RefusedDraft] = {}
    keys: set[tuple[str, str]] = set()
    skus: set[str] = set()
    for index, draft in enumerate(drafts):
        wrong = flaw(draft)
        if wrong is None and (draft.ref.system, draft.ref.key) in keys:
            wrong = ("ref", "catalog.double_key", f"The key {draft.ref.key!r} occurs twice.")
        if wrong is None and draft.sku in skus:
            wrong = ("sku", "catalog.double_sku", f"The article number {draft.sku!r} occurs twice.")
        if wrong is not None:
            refused[index] = RefusedDraft(index=index, field=wrong[0], code=wrong[1], detail=wrong[2])
        else:
            keys.add((draft.ref.system, draft.ref.key))
            skus.add(draft.sku)
    return refused


def numbers(draft: ProductDraft) -> dict[tuple[NumberKind, str], None]:
    """Return all normal numbers under which anybody may ask for the product."""
    stated = (
        (NumberKind.SKU, draft.sku),
        (NumberKind.MANUFACTURER, draft.manufacturer_number),
        (NumberKind.GTIN, draft.gtin.lstrip("0") if draft.gtin else None),
    )
    return {(kind, normal(number)): None for kind, number in stated if number and normal(number)}


def best(matches: Iterable[Match]) -> list[Match]:
    """Keep one match a product, the one by the best kind of number; if an own number matches, only those count."""
    by_product: dict[UUID, Match] = {}
    for match in sorted(matches, key=lambda match: (_RANK[match.by], match.sku)):
        by_product.setdefault(match.product, match)
    own = [match for match in by_product.values() if match.by is NumberKind.OWN]
    return own or list(by_product.values())
