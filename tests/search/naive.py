"""Searching in the plainest way: every product looked at, every count made by hand."""

from collections import Counter
from collections.abc import Sequence
from math import log1p
from uuid import UUID

from fondaco.modules.search.arrays.postings import Field, Weights
from fondaco.modules.search.model import words
from fondaco.modules.search.model.entry import Entry


def texts(entry: Entry, language: str) -> dict[Field, list[str]]:
    """Return the stems of each field, in the language or else in English or any."""

    def one_of(stated: dict[str, str]) -> str:
        return stated.get(language) or stated.get("en") or next(iter(stated.values()), "")

    written = {
        Field.NAME: [one_of(dict(entry.names))],
        Field.KIND: entry.kinds.get(language, ()),
        Field.TEXT: entry.texts.get(language) or entry.texts.get("en") or next(iter(entry.texts.values()), ()),
        Field.VALUES: [value for _, value in entry.values],
        Field.BRAND: [entry.brand],
        Field.NUMBERS: words.of_numbers((entry.sku, *entry.numbers)),
        Field.ELSEWHERE: [name for other, name in entry.names.items() if other != language],
    }
    return {
        field: [words.stem(word) for text in found for word in words.words(text)] for field, found in written.items()
    }


def with_parts(every: Sequence[dict[Field, list[str]]]) -> list[dict[Field, list[str]]]:
    """Add the parts of compounds and sizes that the catalogue knows by themselves."""
    vocabulary = {stem for fields in every for found in fields.values() for stem in found}

    def parts(stem: str) -> list[str]:
        found = [words.stem(part) for part in (*words.parts_of_size(stem), *words.parts_of_compound(stem, vocabulary))]
        return [part for part in found if part in vocabulary]

    return [
        fields | {Field.PARTS: [part for found in fields.values() for stem in found for part in parts(stem)]}
        for fields in every
    ]


def weighed(entries: Sequence[Entry], language: str, weights: Weights) -> dict[tuple[str, UUID], int]:
    """Return what every term counts in every product: BM25 by field, the best field and a little of the others."""
    every = with_parts([texts(entry, language) for entry in entries])
    owners = Counter(stem for fields in every for stem in {stem for found in fields.values() for stem in found})
    average = {field: sum(len(fields[field]) for fields in every) / len(every) for field in Field}
    found: dict[tuple[str, UUID], int] = {}
    for entry, fields in zip(entries, every, strict=True):
        for stem in {stem for one in fields.values() for stem in one}:
            rare = log1p((len(every) - owners[stem] + 0.5) / (owners[stem] + 0.5))
            counts = []
            for field, stems in fields.items():
                times = stems.count(stem)
                if times:
                    saturation, share = weights.saturation / 100, weights.length / 100
                    length = len(stems) / max(average[field], 1)
                    counted = times * (saturation + 1) / (times + saturation * (1 - share + share * length))
                    counts.append(counted * weights.fields[field] / 100 * rare)
            score = max(counts) + (sum(counts) - max(counts)) * weights.tie / 100
            found[stem, entry.product] = max(round(score * 1000), 1)
    return found


def distance(one: str, other: str) -> int:
    """Count wrong, missing, additional and swapped letters, by the definition of the restricted distance."""
    if not one or not other:
        return len(one) + len(other)
    found = [
        distance(one[:-1], other) + 1,
        distance(one, other[:-1]) + 1,
        distance(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if len(one) > 1 and len(other) > 1 and one[-1] == other[-2] and one[-2] == other[-1]:
        found.append(distance(one[:-2], other[:-2]) + 1)
    return min(found)
