"""What a buyer typed, word by word, with the ways in which each word may be meant."""

from dataclasses import dataclass

from fondaco.modules.search.model import words

_SHORTEST_NUMBER_PREFIX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a query: its stem, and the words it makes with its neighbours (head set: headset).

    `unfinished` is the last word while somebody types.
    """

    text: str
    stem: str
    joined: tuple[str, ...] = ()
    unfinished: bool = False

    @property
    def is_number(self) -> bool:
        """Tell whether it is a size or a number: those are never guessed."""
        return words.has_digit(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query: its words, and all of it read as one part number."""

    words: tuple[Word, ...]
    key: str

    @property
    def may_begin_number(self) -> bool:
        """Tell whether all of it may be the beginning of a part number."""
        return len(self.key) >= _SHORTEST_NUMBER_PREFIX and words.has_digit(self.key)


def read(text: str, *, typing: bool = False) -> Query:
    """Read a query."""
    found = words.words(text)
    last = len(found) - 1
    return Query(
        words=tuple(
            Word(
                text=word,
                stem=words.stem(word),
                joined=tuple(
                    words.stem(one + other)
                    for one, other in zip(
                        found[max(place - 1, 0) : place + 1], found[max(place, 1) : place + 2], strict=False
                    )
                    if not words.has_digit(one + other)
                ),
                unfinished=typing and place == last,
            )
            for place, word in enumerate(found)
        ),
        key=words.number_key(text),
    )
