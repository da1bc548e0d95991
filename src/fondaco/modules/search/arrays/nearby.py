"""Words of a vocabulary that are one slip of the finger away from what was typed.

Every word is kept under itself and under all words that lack one letter of it (the symmetric delete method). What was
typed is looked up the same way: what shares such a form is at most one letter wrong, missing, too many or swapped, and is
then checked. Long words may have a second error in what is left of them.
"""

from array import array
from collections.abc import Iterable, Iterator
from zlib import crc32

import numpy as np

from fondaco.modules.search.arrays.texts import Texts

_SHORTEST = 3


class Nearby:
    """The words of a language as they are written, by their forms; numbers and sizes are left out, they are never guessed."""

    __slots__ = ("_forms", "_places", "_terms", "_words")

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        known = [(word, term) for word, term in words if len(word) >= _SHORTEST and word.isalpha()]
        forms, places = array("L"), array("i")
        for place, (word, _) in enumerate(known):
            found = set(_forms(word))
            forms.extend(found)
            places.extend([place] * len(found))
        every = np.array(forms, np.uint32)
        order = np.argsort(every, kind="stable")
        self._forms = every[order]
        self._places = np.array(places, np.int32)[order]
        self._words = Texts(word for word, _ in known)
        self._terms = np.array([term for _, term in known], np.int32)

    def find(self, word: str, *, errors: int) -> dict[int, int]:
        """Return the terms of words that are at most so many (one or two) errors away, each with how many."""
        wanted = set(_forms(word))
        if errors > 1:
            wanted |= {form for place in range(len(word)) for form in _forms(word[:place] + word[place + 1 :])}
        keys = np.fromiter(wanted, np.uint32, len(wanted))
        starts = np.searchsorted(self._forms, keys, side="left").tolist()
        ends = np.searchsorted(self._forms, keys, side="right").tolist()
        places = {
            place
            for start, end in zip(starts, ends, strict=True)
            if end > start
            for place in self._places[start:end].tolist()
        }
        found: dict[int, int] = {}
        for place in places:
            count = distance(word, self._words[place], errors)
            term = int(self._terms[place])
            if count <= errors:
                found[term] = min(found.get(term, count), count)
        return found


def distance(one: str, other: str, most: int) -> int:
    """Count the errors between two words (wrong, missing, additional or swapped letters); more than `most` is most + 1.

    The restricted Damerau-Levenshtein distance.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, own in enumerate(other, start=1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != own))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == own:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, above = above, line
    return min(above[-1], most + 1)


def _forms(word: str) -> Iterator[int]:
    yield crc32(word.encode())
    for place in range(len(word)):
        yield crc32((word[:place] + word[place + 1 :]).encode())
