"""Chance that is none: random-looking choices that depend on nothing but their name.

Every choice is made by a generator seeded with a path of words, so adding an article or a customer never changes what
is drawn for another one.
"""

import random
from hashlib import blake2b

SEED = "fondaco-demo-1"


def dice(*path: object) -> random.Random:
    """Return the generator of this path."""
    text = "/".join(str(part) for part in (SEED, *path))
    return random.Random(blake2b(text.encode(), digest_size=8).digest())  # noqa: S311 - a demo's data is no secret
