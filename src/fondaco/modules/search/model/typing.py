"""Errors as people make them while typing, to measure how much of them is forgiven."""

import random
import string

_SHORTEST = 4


def with_error(text: str, rng: random.Random) -> str:
    """Return the text with one letter of one of its longer words missing, doubled, swapped or another one.

    Numbers and sizes stay as they are; a text without a longer word too.
    """
    parts = text.split(" ")
    longer = [place for place, part in enumerate(parts) if len(part) >= _SHORTEST and part.isalpha()]
    if not longer:
        return text
    place = rng.choice(longer)
    word = parts[place]
    at = rng.randrange(len(word) - 1)
    letter = rng.choice(string.ascii_lowercase)
    changed = rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + letter + word[at:],
        )
    )
    return " ".join((*parts[:place], changed, *parts[place + 1 :]))
