"""Words of a vocabulary that are one slip of the finger away from what was typed.

Every word is kept under itself and under all words that lack one letter of it (the symmetric delete method). What was
typed is looked up the same way: what shares such a form is at most one letter wrong, missing, too many or swapped, and is
then checked. Long words may have a second error in what is left of them.
"""

from collections.abc import Iterator
from zlib import crc32

import numpy as np

from fondaco.modules.search.arrays.texts import Lexicon

_SHORTEST = 3


class Nearby:
    """The vocabulary by its forms; numbers and sizes are left out, they are never guessed."""

    __slots__ = ("_forms", "_terms", "_words")

    def __init__(self, words: Lexicon) -> None:
        self._words = words
        forms: list[int] = []
        terms: list[int] = []
        for term, word in enumerate(words):
            if len(word) >= _SHORTEST and word.isalpha():
                found = set(_forms(word))
                forms += found
                terms += [term] * len(found)
        order = np.argsort(np.array(forms, np.uint32), kind="stable")
        self._forms = np.array(forms, np.uint32)[order]
        self._terms = np.array(terms, np.int32)[order]

    def find(self, word: str, *, errors: int) -> dict[int, int]:
        """Return the terms that are at most so many (one or two) errors away from a word, each with how many."""
        found: dict[int, int] = {}
        wanted = set(_forms(word))
        if errors > 1:
            wanted |= {form for place in range(len(word)) for form in _forms(word[:place] + word[place + 1 :])}
        places = np.fromiter(wanted, np.uint32, len(wanted))
        starts = np.searchsorted(self._forms, places, side="left").tolist()
        ends = np.searchsorted(self._forms, places, side="right").tolist()
        for start, end in zip(starts, ends, strict=True):
            for term in self._terms[start:end].tolist():
                if term not in found:
                    found[term] = distance(word, self._words[term], errors)
        return {term: count for term, count in found.items() if count <= errors}


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
