"""Many short texts in two arrays: found by their place, and where they are sorted also by what they say."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

# Behind every text that begins with something: no character is written with this byte.
_BEHIND = b"\xff"


class Texts:
    """Texts side by side, as UTF-8; the place of a text is its number."""

    __slots__ = ("_blob", "_ends")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        written = [text.encode() for text in texts]
        self._blob = b"".join(written)
        lengths = np.fromiter((len(one) for one in written), np.int64, len(written))
        self._ends: NDArray[np.int64] = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))

    def __len__(self) -> int:
        """Count the texts."""
        return len(self._ends) - 1

    def __getitem__(self, place: int) -> str:
        """Return one text."""
        return self.raw(place).decode()

    def __iter__(self) -> Iterator[str]:
        """Go through all texts in their order."""
        return (self[place] for place in range(len(self)))

    @property
    def blob(self) -> bytes:
        """Return all texts as one, nothing between them."""
        return self._blob

    def raw(self, place: int) -> bytes:
        """Return one text as it is written."""
        return self._blob[self._ends[place] : self._ends[place + 1]]

    def place_of(self, offset: int) -> int:
        """Return which text stands at an offset of the blob."""
        return int(np.searchsorted(self._ends, offset, side="right")) - 1


class Lexicon(Texts):
    """Different texts in the order of their bytes, so that one is found in a few looks, and all with one beginning."""

    __slots__ = ()

    def find(self, text: str) -> int | None:
        """Return the number of a text."""
        wanted = text.encode()
        place = bisect_left(_Raw(self), wanted)
        return place if place < len(self) and self.raw(place) == wanted else None

    def beginning(self, start: str) -> range:
        """Return the numbers of all texts that begin with something."""
        wanted = start.encode()
        raw = _Raw(self)
        low = bisect_left(raw, wanted)
        return range(low, bisect_right(raw, wanted + _BEHIND, lo=low))


class _Raw:
    """The texts as a sequence of bytes, for bisecting."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, place: int) -> bytes:
        return self._texts.raw(place)
