"""A made-up catalogue of any size: things with sizes, materials and makers, described as distributors describe them."""

import random
from collections.abc import Iterator
from uuid import UUID

from fondaco.modules.search.model.entry import Entry

_HEADS = (
    ("Schraube", "Screw"), ("Mutter", "Nut"), ("Scheibe", "Washer"), ("Kugellager", "Ball bearing"), ("Ventil", "Valve"),
    ("Schlauch", "Hose"), ("Kabel", "Cable"), ("Schalter", "Switch"), ("Leuchte", "Lamp"), ("Handschuh", "Glove"),
    ("Bohrer", "Drill"), ("Säge", "Saw"), ("Zange", "Pliers"), ("Dichtung", "Seal"), ("Feder", "Spring"),
    ("Stecker", "Plug"), ("Sensor", "Sensor"), ("Pumpe", "Pump"), ("Filter", "Filter"), ("Rohr", "Pipe"),
)  # fmt: skip
_FIRST = (
    ("Sechskant", "Hexagon"), ("Zylinder", "Socket head"), ("Senkkopf", "Countersunk"), ("Schutz", "Protective"),
    ("Hochdruck", "High pressure"), ("Edelstahl", "Stainless"), ("Rillen", "Deep groove"), ("Winkel", "Angle"),
    ("Magnet", "Solenoid"), ("Flach", "Flat"), ("Präzisions", "Precision"), ("Industrie", "Industrial"),
    ("Sicherheits", "Safety"), ("Kugel", "Ball"), ("Druckluft", "Compressed air"), ("Rund", "Round"),
    ("Doppel", "Double"), ("Kreuz", "Cross"), ("Schnell", "Quick"), ("Stahl", "Steel"),
)  # fmt: skip
_MATERIALS = (
    "Stahl verzinkt",
    "Edelstahl A2",
    "Edelstahl A4",
    "Messing",
    "Kupfer",
    "Aluminium",
    "Nitril",
    "PVC",
    "PTFE",
)
_COLOURS = ("schwarz", "weiß", "rot", "blau", "grau", "gelb", "natur")
_SYLLABLES = ("ba", "ko", "lu", "mer", "tis", "von", "gar", "hel", "pex", "ran", "sol", "dur")
_WORDS_OF_TEXT = 12
_MAKERS = 400
_TEXTS = 3000


def entries(count: int, *, seed: int = 4711) -> Iterator[Entry]:
    """Make products one by one, the same every time."""
    rng = random.Random(seed)
    makers = ["".join(rng.choice(_SYLLABLES) for _ in range(3)).title() for _ in range(_MAKERS)]
    words = ["".join(rng.choice(_SYLLABLES) for _ in range(rng.randrange(2, 5))) for _ in range(_TEXTS)]
    categories = [UUID(int=rng.getrandbits(128)) for _ in range(len(_HEADS) * len(_FIRST))]
    above = [UUID(int=rng.getrandbits(128)) for _ in _HEADS]
    for number in range(count):
        head, first = rng.randrange(len(_HEADS)), rng.randrange(len(_FIRST))
        (german, english), (before, adjective) = _HEADS[head], _FIRST[first]
        size = f"M{rng.choice((3, 4, 5, 6, 8, 10, 12, 16, 20, 24))}x{rng.randrange(5, 200, 5)}"
        material, colour, maker = rng.choice(_MATERIALS), rng.choice(_COLOURS), rng.choice(makers)
        text = " ".join(rng.choices(words, k=_WORDS_OF_TEXT))
        yield Entry(
            product=UUID(int=rng.getrandbits(128)),
            sku=f"{maker[:3].upper()}-{number:07d}",
            numbers=(f"{rng.randrange(10**12, 10**13)}",),
            names={
                "de": f"{before}{german.lower()} {size} {material} {colour}",
                "en": f"{adjective} {english.lower()} {size} {material}",
            },
            kinds={"de": (german,), "en": (english,)},
            texts={"de": (f"{german} von {maker}: {text}",)},
            brand=maker,
            categories=(categories[head * len(_FIRST) + first], above[head]),
            values=(
                ("material", material), ("colour", colour), ("size", size), ("maker", maker),
                ("length", f"{rng.randrange(5, 200, 5)} mm"), ("class", f"{rng.randrange(1, 13)}"),
            ),
        )  # fmt: skip


def queries(count: int, *, seed: int = 815) -> list[str]:
    """Make queries as buyers type them: kinds, sizes, materials, makers' words, with an error now and then."""
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        german, english = rng.choice(_HEADS)
        before, adjective = rng.choice(_FIRST)
        size = f"M{rng.choice((6, 8, 10, 12))}x{rng.randrange(20, 100, 5)}"
        text = rng.choice((
            f"{before}{german.lower()}", f"{german} {size}", f"{before.lower()} {german}", f"{german} {rng.choice(_MATERIALS)}",
            f"{before}{german.lower()} {size} {rng.choice(_COLOURS)}", f"{adjective} {english}", german, f"{english} {size}",
        ))  # fmt: skip
        if rng.random() < 1 / 8:
            place = rng.randrange(len(text) - 1)
            text = text[:place] + text[place + 1 :]
        found.append(text)
    return found
