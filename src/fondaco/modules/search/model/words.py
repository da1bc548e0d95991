"""Reading texts as a buyer writes them: umlauts, sizes, part numbers in any spelling, German compounds."""

import re
import unicodedata
from collections.abc import Container, Iterable
from functools import lru_cache

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "×": "x", "⌀": " ", "ø": "o", "µ": "u", "μ": "u"})
# "M8 x 40" and "M8x40" are one size, "5,5" and "5.5" one number, "1/2" one inch size.
_TIMES = re.compile(r"(?<=\d)\s*x\s*(?=\d)")
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_WORD = re.compile(r"[a-z0-9]+(?:[./][0-9]+)*")
_DIGIT = re.compile(r"[0-9]")
_NOT_OF_A_NUMBER = re.compile(r"[^a-z0-9]")
_LONG = 6
_LAST_DIGITS = re.compile(r"[0-9]{6,}$")
_ENDINGS = ("ern", "en", "er", "es", "em", "e", "n", "s")
_SHORTEST_STEM = 4
_SHORTEST_PART = 4
_NO_PLURAL = ("ss", "us", "is")
_LINKS = ("", "s", "n", "en", "es")


def fold(text: str) -> str:
    """Write the text in lower case and without accents; umlauts become two letters as on a typewriter."""
    lowered = text.lower().translate(_UMLAUTS)
    if lowered.isascii():
        return lowered
    # Letters in disguise (full width, mathematical) become plain ones, and those may be capitals or umlauts again.
    plain = unicodedata.normalize("NFKC", lowered).lower().translate(_UMLAUTS)
    decomposed = unicodedata.normalize("NFKD", plain).lower()
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def number_key(text: str) -> str:
    """Write a part number without everything that people spell differently: `6204-2RS`, `6204 2rs` → `62042rs`."""
    return _NOT_OF_A_NUMBER.sub("", fold(text))


def number_keys(numbers: Iterable[str]) -> set[str]:
    """Return all keys under which a product with these part numbers is found: the whole, and its long last digits."""
    keys = {number_key(number) for number in numbers} - {""}
    return keys | {tail[0] for key in keys if (tail := _LAST_DIGITS.search(key)) is not None}


def of_numbers(numbers: Iterable[str]) -> list[str]:
    """Return the words of part numbers, without their long digits: those are numbers and no words."""
    return [word for number in numbers for word in words(number) if not (len(word) >= _LONG and word.isdecimal())]


def words(text: str) -> list[str]:
    """Split a text into words and sizes, folded: "Schraube M8 x 40" → schraube, m8x40."""
    return _WORD.findall(_COMMA.sub(".", _TIMES.sub("x", fold(text))))


def has_digit(word: str) -> bool:
    """Tell whether the word is a size or number: those are never guessed, 6204 is not 6205."""
    return _DIGIT.search(word) is not None


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Cut a light ending of German or English, so that Schraube and Schrauben, screw and screws meet."""
    if has_digit(word):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    # Short words have a plural too: fans, pens.
    if len(word) >= _SHORTEST_STEM and word.endswith("s") and not word.endswith(_NO_PLURAL):
        return word[:-1]
    return word


def parts_of_size(word: str) -> list[str]:
    """Return the parts of a size: m8x40 → m8, 40."""
    return word.split("x") if "x" in word and has_digit(word) else []


def parts_of_compound(word: str, vocabulary: Container[str]) -> list[str]:
    """Return the words a German compound is made of, as far as the catalogue uses them by themselves.

    `vocabulary` holds stems. The last part names the thing (Sechskantschraube is a Schraube), so it is looked for
    first, the longest that is known; the rest counts too when it is a known word.
    """
    if has_digit(word) or len(word) < 2 * _SHORTEST_PART:
        return []
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        last = stem(word[cut:])
        if last not in vocabulary:
            continue
        first = _known_first(word[:cut], vocabulary)
        return [last, first] if first else [last]
    return []


def occurs_nearly(word: str, term: str) -> bool:
    """Tell whether the word stands somewhere in the term with at most one letter wrong, missing or too many.

    Sellers' algorithm: edit distance in which beginning and end of the term cost nothing.
    """
    column = list(range(len(word) + 1))
    for letter in term:
        above, column[0] = column[0], 0
        for place, own in enumerate(word, start=1):
            above, column[place] = (
                column[place],
                min(above + (own != letter), column[place] + 1, column[place - 1] + 1),
            )
        if column[-1] <= 1:
            return True
    return column[-1] <= 1


def _known_first(part: str, vocabulary: Container[str]) -> str | None:
    for link in _LINKS:
        bare = part.removesuffix(link) if link else part
        if len(bare) >= _SHORTEST_PART and stem(bare) in vocabulary:
            return stem(bare)
    return None
