"""A price book in a file: written once, mapped by every process, so that they share one copy in memory.

The file begins with what the numbers stand for and where each column lies, each part with its checksum; a file that was
cut short or changed is not used. It is written beside its place and moved there whole.
"""

import math
import os
import zlib
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from fondaco.modules.pricing.columns.profile import Codes, Profile, numbers_of
from fondaco.modules.pricing.columns.rows import Vocabulary
from fondaco.modules.pricing.columns.segment import FIRST_PRODUCT, Segment

_MAGIC = b"fondaco price book 3\n"
_ALIGNED = 64
_KEPT = 2


class _Column(msgspec.Struct, frozen=True):
    name: str
    kind: str
    shape: list[int]
    offset: int
    checksum: int


class _Head(msgspec.Struct, frozen=True):
    """What the columns mean; owners and products in the order of their numbers."""

    load: int
    token: UUID
    types: list[str]
    owner_kinds: list[str]
    owners: list[str]
    categories: list[UUID]
    products: bytes
    profiles: list[Profile]
    periods: list[tuple[int, int]]
    scales: list[str]
    odd: list[UUID]
    columns: list[_Column]


_encode = msgspec.msgpack.Encoder(uuid_format="hex").encode
_decode = msgspec.msgpack.Decoder(_Head).decode


class Stored:
    """A book as it came out of a file: `odd` are the ids of records that must be read from the tables."""

    def __init__(
        self, *, load: int, token: UUID, vocabulary: Vocabulary, segment: Segment, odd: Sequence[UUID]
    ) -> None:
        self.load, self.token, self.vocabulary, self.segment, self.odd = load, token, vocabulary, segment, odd


def write(*, folder: Path, load: int, token: UUID, vocabulary: Vocabulary, segment: Segment) -> Path:
    """Write the records as of a load, and let go of all but the newest files."""
    folder.mkdir(parents=True, exist_ok=True)
    placed, offset = [], 0
    for name, column in segment.columns().items():
        offset = -(-offset // _ALIGNED) * _ALIGNED
        data = np.ascontiguousarray(column)
        placed.append(_Column(name, data.dtype.str, list(data.shape), offset, zlib.crc32(_bytes(data))))
        offset += data.nbytes
    head = _encode(_head(load, token, vocabulary, placed))
    path = folder / f"book-{load:012}.bin"
    unfinished = folder / f"{path.name}.{os.getpid()}.part"
    with unfinished.open("wb") as file:
        file.write(_MAGIC + len(head).to_bytes(8) + zlib.crc32(head).to_bytes(4) + head)
        begin = _begin(len(head))
        for place in placed:
            file.seek(begin + place.offset)
            file.write(_bytes(np.ascontiguousarray(segment.columns()[place.name])))
        file.truncate(begin + offset)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    for old in sorted(folder.glob("book-*.bin"))[:-_KEPT]:
        old.unlink(missing_ok=True)
    return path


def newest(*, folder: Path, tokens: Container[UUID]) -> Stored | None:
    """Map the newest whole file with one of the tokens; None if there is none."""
    for path in sorted(folder.glob("book-*.bin"), reverse=True):
        stored = read(path)
        if stored is not None and stored.token in tokens:
            return stored
    return None


def read(path: Path) -> Stored | None:
    """Map a file; None where it is not whole."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC) + 12)
            size, checksum = int.from_bytes(start[len(_MAGIC) : -4]), int.from_bytes(start[-4:])
            if not start.startswith(_MAGIC) or size > path.stat().st_size:
                return None
            packed = file.read(size)
        if zlib.crc32(packed) != checksum:
            return None
        head = _decode(packed)
        # A plain view: arrays that know of their file are slower to index.
        whole = np.memmap(path, np.uint8, mode="r", offset=0).view(np.ndarray)
        begin = _begin(size)
        columns: dict[str, NDArray[Any]] = {}
        for column in head.columns:
            kind = np.dtype(column.kind)
            at = begin + column.offset
            size = math.prod(column.shape) * kind.itemsize
            data = whole[at : at + size]
            if len(data) != size or zlib.crc32(data.data) != column.checksum:
                return None
            columns[column.name] = data.view(kind).reshape(column.shape)
        return Stored(
            load=head.load,
            token=head.token,
            vocabulary=_vocabulary(head),
            segment=Segment(**columns),
            odd=head.odd,
        )
    except (OSError, ValueError, msgspec.DecodeError):
        return None


def _head(load: int, token: UUID, vocabulary: Vocabulary, columns: list[_Column]) -> _Head:
    owners: list[Any] = vocabulary.owners.things
    things: Mapping[str, list[Any]] = {
        name: list(getattr(vocabulary, name).things)
        for name in ("types", "categories", "products", "profiles", "periods", "scales")
    }
    return _Head(
        load=load,
        token=token,
        types=things["types"],
        owner_kinds=[kind for kind, _ in owners],
        owners=[value.hex if isinstance(value, UUID) else value for _, value in owners],
        categories=things["categories"],
        products=b"".join(id.to_bytes(16) for id in things["products"]),
        profiles=things["profiles"],
        periods=things["periods"],
        scales=things["scales"],
        odd=[UUID(bytes=id) for id in vocabulary.odd],
        columns=columns,
    )


def _vocabulary(head: _Head) -> Vocabulary:
    vocabulary = Vocabulary()
    by_id = ("organisation", "price_list")
    owners = (
        (kind, UUID(hex=value) if kind in by_id else value)
        for kind, value in zip(head.owner_kinds, head.owners, strict=True)
    )
    vocabulary.types = Codes(head.types)
    vocabulary.owners = Codes(owners, first=1)
    vocabulary.categories = Codes(head.categories, first=1)
    vocabulary.products = Codes(numbers_of(head.products), first=FIRST_PRODUCT)
    vocabulary.profiles = Codes(Profile(*profile) for profile in head.profiles)
    vocabulary.periods = Codes(tuple(period) for period in head.periods)
    vocabulary.scales = Codes(head.scales)
    return vocabulary


def _begin(head: int) -> int:
    return -(-(len(_MAGIC) + 12 + head) // _ALIGNED) * _ALIGNED


def _bytes(column: NDArray[Any]) -> memoryview:
    return column.reshape(-1).view(np.uint8).data if column.size else memoryview(b"")
