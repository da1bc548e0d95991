"""Condition records as whole numbers, straight from PostgreSQL: the rows in its binary form, what repeats by numbers.

Everything has a fixed width, so millions of rows are read as one array. What is told once (profiles, owners, goods,
periods, scales) is asked for apart and found by its hash; two of one hash are refused, not mixed up.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from sqlalchemy import select, text

from fondaco.modules.pricing.columns.bulk import segment_from
from fondaco.modules.pricing.columns.profile import Profile
from fondaco.modules.pricing.columns.rows import FOREVER, MOST_PLACES, NAME_WIDTH, Known, Vocabulary
from fondaco.modules.pricing.columns.segment import Segment
from fondaco.modules.pricing.store.read import record
from fondaco.modules.pricing.tables import price_record
from fondaco.platform.transaction import Tx

_OWNER = "hashtextextended(coalesce('o' || organisation, 'p' || price_list, 's' || segment, 'a' || arm, ''), 0)"
_GOODS = "hashtextextended(coalesce('p' || product, 'c' || category, ''), 0)"
_PROFILE_COLUMNS = "kind, type, calculation, currency, per, unit, scale_by, sales_area, metal, system, text"
_PROFILE = (
    "hashtextextended(concat_ws('|', kind, type, calculation, currency, per, unit, scale_by,"
    " coalesce(sales_area, '-'), coalesce(metal, '-'), system,"
    " CASE WHEN organisation IS NOT NULL THEN 'o' WHEN price_list IS NOT NULL THEN 'p' WHEN segment IS NOT NULL THEN 's'"
    " WHEN arm IS NOT NULL THEN 'a' ELSE '' END,"
    " CASE WHEN product IS NOT NULL THEN 'p' WHEN category IS NOT NULL THEN 'c' ELSE '' END, text), 0)"
)
_MICROS = "(extract(epoch FROM {0}) * 1000000)::bigint"
_PERIOD = f"hashtextextended({_MICROS.format('valid_from')} || '/' || coalesce({_MICROS.format('valid_to')}, 0), 0)"
_FITS = f"(amount < 1000000000 AND scale(trim_scale(amount)) <= {MOST_PLACES})"
# Texts are filled up with spaces on their way: a key that ends with one would lose it.
_WHOLE = f"(octet_length(key) <= {NAME_WIDTH} AND octet_length(key) = length(key) AND key = rtrim(key))"
_SCALE_FITS = "(scale < 1000000000 AND scale(trim_scale(scale)) <= 6)"
_HEADER, _TRAILER = 19, 2


def read_segment(*, tx: Tx, vocabulary: Vocabulary, goods: Known, since: int | None = None) -> Segment:
    """Read all condition records, or those stated by a load after the one given, as a segment."""
    where = "" if since is None else f" WHERE load > {int(since)}"
    longest = f"SELECT least(coalesce(max(octet_length(key)), 1), {NAME_WIDTH}) FROM {_table(where)}"  # noqa: S608 - all ours
    rows = _stream(tx, _statement(width := int(tx.execute(text(longest)).scalar_one()), where), width)
    start, end = _MICROS.format("valid_from"), _MICROS.format("valid_to")
    periods = _distinct(tx, f"{start}, {end}, {_PERIOD}", where)
    told: Mapping[str, Mapping[int, Any]] = {
        "profile": _profiles(tx, where),
        "owner": _things(tx, where, _OWNER, ("organisation", "price_list", "segment", "arm")),
        "goods": _things(tx, where, _GOODS, ("product", "category")),
        "period": {number: (begin, FOREVER if over is None else over) for begin, over, number in periods},
        "stated": {
            number: said for said, number in _distinct(tx, "scale::text, hashtextextended(scale::text, 0)", where)
        },
    }
    # Few records do not fit into numbers; they are kept as they are.
    odd = select(price_record).where(text(f"NOT ({_FITS} AND {_WHOLE})"))
    if since is not None:
        odd = odd.where(price_record.c.load > since)
    vocabulary.odd |= {row.id.bytes: record(row) for row in tx.execute(odd)}
    return segment_from(rows=rows, told=told, vocabulary=vocabulary, goods=goods)


def _statement(width: int, where: str) -> str:
    columns = (
        "id",
        f"CASE WHEN {_FITS} THEN (amount * 1000000)::bigint ELSE -1 END",
        f"least(scale(amount), {MOST_PLACES})::bigint",
        _OWNER,
        _GOODS,
        _PROFILE,
        _PERIOD,
        "hashtextextended(scale::text, 0)",
        f"CASE WHEN {_SCALE_FITS} THEN (scale * 1000000)::bigint ELSE -1 END",
        f"rpad(CASE WHEN {_WHOLE} THEN key ELSE '' END, {width})",
    )
    return f"COPY (SELECT {', '.join(columns)} FROM {_table(where)}) TO STDOUT (FORMAT binary)"  # noqa: S608 - all ours


def _layout(width: int) -> np.dtype[Any]:
    numbers = ("amount", "places", "owner", "goods", "profile", "period", "stated", "scale")
    fields: list[tuple[str, str]] = [("fields", ">i2"), ("l_id", ">i4"), ("id", "V16")]
    for name in numbers:
        fields += [(f"l_{name}", ">i4"), (name, ">i8")]
    return np.dtype([*fields, ("l_name", ">i4"), ("name", f"S{width}")])


def _stream(tx: Tx, statement: str, width: int) -> NDArray[Any]:
    """Read everything before anything else is asked: a connection in the middle of copying answers nothing."""
    connection: psycopg.Connection[Any] | None = tx.connection.connection.driver_connection
    if connection is None:
        raise RuntimeError("the transaction has no connection")
    buffer = bytearray()
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for block in copy:
            buffer += block
    layout = _layout(width)
    count = (len(buffer) - _HEADER - _TRAILER) // layout.itemsize
    return np.frombuffer(buffer, layout, count=count, offset=_HEADER)


def _table(where: str) -> str:
    return f"pricing.price_record{where}"


def _distinct(tx: Tx, columns: str, where: str) -> list[tuple[Any, ...]]:
    """Return what is different, each with its hash last; refuse two of one hash."""
    found = [tuple(row) for row in tx.execute(text(f"SELECT DISTINCT {columns} FROM {_table(where)}"))]  # noqa: S608 - the same
    if len({row[-1] for row in found}) != len(found):
        raise RuntimeError("two different facts have one hash; the price book cannot be built from hashes")
    return found


def _profiles(tx: Tx, where: str) -> dict[int, Profile]:
    kinds = (
        "CASE WHEN organisation IS NOT NULL THEN 'organisation' WHEN price_list IS NOT NULL THEN 'price_list'"
        " WHEN segment IS NOT NULL THEN 'segment' WHEN arm IS NOT NULL THEN 'arm' ELSE '' END,"
        " CASE WHEN product IS NOT NULL THEN 'product' WHEN category IS NOT NULL THEN 'category' ELSE '' END"
    )
    found = {}
    for row in _distinct(tx, f"{_PROFILE_COLUMNS}, {kinds}, {_PROFILE}", where):
        kind, type_, calculation, currency, per, unit, scale_by, area, metal, system, said, owner, goods, hash_ = row
        found[hash_] = Profile(
            kind=kind,
            type=type_ or kind,
            calculation=calculation,
            currency=currency,
            per=str(per),
            unit=unit,
            scale_by=scale_by,
            sales_area=area,
            metal=metal,
            owner=owner,
            goods=goods,
            system=system,
            text=said,
        )
    return found


def _things(tx: Tx, where: str, hash_: str, names: tuple[str, ...]) -> dict[int, tuple[str, Any]]:
    found = {}
    for *values, number in _distinct(tx, f"{', '.join(names)}, {hash_}", where):
        named = next(((name, value) for name, value in zip(names, values, strict=True) if value is not None), None)
        if named is not None:
            found[number] = named
    return found
