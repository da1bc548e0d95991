"""The arrays say what the plainest search says, for any catalogue and whatever happened to it."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fondaco.modules.search import index as indexing
from fondaco.modules.search.arrays import segment
from fondaco.modules.search.arrays.nearby import Nearby, distance
from fondaco.modules.search.arrays.postings import USUAL
from fondaco.modules.search.arrays.texts import Lexicon, Texts
from fondaco.modules.search.index import Names, State
from fondaco.modules.search.model import counting
from fondaco.modules.search.model.entry import Entry, natural
from fondaco.modules.search.types import Filters, Sort
from tests.search import naive

WORDS = ("Schraube", "Sechskant", "Sechskantschraube", "Mutter", "M8x40", "M8", "Stahl", "screw", "hexagon", "A2")
CATEGORIES = (UUID(int=901), UUID(int=902), UUID(int=903))
text = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)


@st.composite
def entries(draw: st.DrawFn, ids: st.SearchStrategy[int]) -> Entry:
    number = draw(ids)
    return Entry(
        product=UUID(int=number),
        sku=f"{draw(st.sampled_from(('S-', 'M', 'DIN933-')))}{number}",
        names={language: name for language in ("de", "en") if (name := draw(text))},
        kinds={"de": tuple(draw(st.lists(st.sampled_from(WORDS), max_size=1)))},
        texts={"de": (draw(text),)},
        brand=draw(st.sampled_from(("", "Wera", "Stahl"))),
        categories=draw(st.sampled_from(((), CATEGORIES[:1], CATEGORIES[:2], CATEGORIES[2:]))),
        values=tuple(
            (code, draw(st.sampled_from(("Stahl", "A2", "8 mm"))))
            for code in ("material", "size")
            if draw(st.booleans())
        ),
    )


def different(low: int, high: int) -> st.SearchStrategy[list[Entry]]:
    """Make lists of entries of different products."""
    return st.lists(entries(st.integers(low, high)), max_size=8, unique_by=lambda entry: entry.product)


@given(found=different(1, 30), language=st.sampled_from(("de", "en")))
def test_every_term_counts_what_the_formula_says(found: list[Entry], language: str) -> None:
    tongue = segment.build(found).tongues[language]
    order = sorted(found, key=lambda entry: natural(entry.sku))
    expected = naive.weighed(found, language, USUAL) if found else {}
    told = {
        (tongue.terms[term], order[owner].product): int(impact)
        for term in range(len(tongue.terms))
        for owner, impact in zip(*(part.tolist() for part in tongue.postings.of(term)), strict=True)
    }
    assert told.keys() == expected.keys()
    # A half may be rounded either way.
    assert all(abs(told[key] - expected[key]) <= 1 for key in told)


@settings(max_examples=60)
@given(
    start=different(1, 30),
    changes=st.lists(st.tuples(different(1, 40), st.sets(st.integers(1, 40), max_size=4)), max_size=3),
)
def test_after_any_changes_all_is_found_as_if_it_were_built_anew(
    start: list[Entry], changes: list[tuple[list[Entry], set[int]]]
) -> None:
    # What compounds are made of is learned when all is built; so all words are known from the beginning.
    dictionary = Entry(product=UUID(int=99), sku="Z", names={"de": " ".join(WORDS), "en": " ".join(WORDS)})
    known = {entry.product: entry for entry in (dictionary, *start)}
    state = indexing.build(entries=known.values(), names=NAMES)
    for put, removed in changes:
        gone = {UUID(int=number) for number in removed} - {entry.product for entry in put}
        state = indexing.changed(state=state, entries=put, removed=gone, names=NAMES)
        known = {id: entry for id, entry in known.items() if id not in gone} | {entry.product: entry for entry in put}
    anew = indexing.build(entries=known.values(), names=NAMES)
    for query in ("", "schraube", "sechskant stahl", "m8", "S-7", "schrabue", "stahl unbekannt"):
        for sort in (Sort.NUMBER, Sort.NAME):
            assert ask(state, query, sort) == ask(anew, query, sort), (query, sort)


NAMES = Names(categories={id: {"de": f"Gruppe {id.int}"} for id in CATEGORIES})


def ask(state: State, query: str, sort: Sort) -> tuple[object, ...]:
    """Ask for all there is to tell; equal names may come in any order."""
    told = []
    for filters in (Filters(), Filters(category=CATEGORIES[0]), Filters(attributes={"material": frozenset({"Stahl"})})):
        hits = indexing.search(
            state=state, text=query, filters=filters, language="de", sort=sort, limit=100, facets=True
        )
        products = hits.products if sort is Sort.NUMBER else set(hits.products)
        facets = {(facet.code, one.value): (one.count, one.selected) for facet in hits.facets for one in facet.values}
        told.append((products, hits.total, hits.reason, facets))
    return tuple(told)


@given(
    found=different(1, 30), allowed=st.sets(st.integers(1, 30)), query=st.sampled_from(("", "schraube", "m8", "stahl"))
)
def test_what_is_not_allowed_is_neither_found_nor_counted(found: list[Entry], allowed: set[int], query: str) -> None:
    seen = [entry for entry in found if entry.product.int in allowed]
    state = indexing.build(entries=found, names=NAMES)
    marks = np.zeros(state.places.size, np.bool_)
    marks[[state.places.place(entry.product) for entry in seen]] = True
    hits = indexing.search(
        state=state, text=query, filters=Filters(), language="de", limit=100, facets=True, allowed=marks
    )
    assert {id.int for id in hits.products} <= allowed
    assert hits.total == len(hits.products)
    counted = {
        (facet.code, one.value): one.count for facet in hits.facets for one in facet.values if facet.code != "category"
    }
    there = [entry for entry in seen if entry.product in set(hits.products)]
    for (code, value), count in counted.items():
        assert count == sum((code, value) in entry.values for entry in there)


letters = st.text(alphabet="abcd", min_size=3, max_size=7)


@given(words=st.lists(letters, max_size=20, unique=True), word=letters, errors=st.integers(1, 2))
def test_all_words_that_are_nearly_it_are_found(words: list[str], word: str, errors: int) -> None:
    found = Nearby((one, term) for term, one in enumerate(words)).find(word, errors=errors)
    expected = {term: naive.distance(word, one) for term, one in enumerate(words)}
    near = {term: count for term, count in expected.items() if count <= 1}
    assert {term: count for term, count in found.items() if count <= 1} == near
    # Of two errors the usual ones are found; what is found is right.
    assert all(expected[term] == count for term, count in found.items())


@given(one=letters, other=letters, most=st.integers(0, 3))
def test_the_distance_is_the_one_defined(one: str, other: str, most: int) -> None:
    assert distance(one, other, most) == min(naive.distance(one, other), most + 1)


@given(words=st.sets(st.text(max_size=5), max_size=20), start=st.text(max_size=3))
def test_a_lexicon_finds_every_text_and_all_with_one_beginning(words: set[str], start: str) -> None:
    words = {word for word in words if word.isprintable()}
    start = start if start.isprintable() else ""
    ordered = sorted(words, key=str.encode)
    lexicon = Lexicon(ordered)
    assert [lexicon.find(word) for word in ordered] == list(range(len(ordered)))
    assert lexicon.find("no such word here") is None
    assert [ordered[place] for place in lexicon.beginning(start)] == [
        word for word in ordered if word.startswith(start)
    ]


@given(rows=st.lists(st.sets(st.integers(0, 6), max_size=4), max_size=30), data=st.data())
def test_values_are_counted_as_by_hand(rows: Sequence[set[int]], data: st.DataObject) -> None:
    chosen = sorted(data.draw(st.sets(st.sampled_from(range(len(rows))))) if rows else ())
    starts = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int64)
    values = np.array([value for row in rows for value in sorted(row)], np.int32)
    owners = np.repeat(np.arange(len(rows), dtype=np.int32), np.diff(starts))
    told = counting.counts(np.array(chosen, np.int32), starts=starts, values=values, owners=owners, codes=7)
    assert told.tolist() == [sum(value in rows[place] for place in chosen) for value in range(7)]


@given(st.lists(st.text(alphabet="0123456789abM-", max_size=8)))
def test_numbers_stand_in_the_order_people_expect(texts: list[str]) -> None:
    def parts(text: str) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        for letter in text.casefold():
            digit = letter.isdecimal()
            if found and digit and found[-1][0] == 0:
                found[-1] = (0, found[-1][1] * 10 + int(letter), "")
            elif found and not digit and found[-1][0] == 1:
                found[-1] = (1, 0, found[-1][2] + letter)
            else:
                found.append((0, int(letter), "") if digit else (1, 0, letter))
        return found

    assert [parts(text) for text in sorted(texts, key=natural)] == sorted(parts(text) for text in texts)


@given(st.lists(st.text(max_size=6)))
def test_texts_come_back_as_they_were(texts: list[str]) -> None:
    written = [text.encode("utf-8", "ignore").decode() for text in texts]
    kept = Texts(written)
    assert list(kept) == written
    for place, one in enumerate(written):
        for offset in range(len(one.encode())):
            assert kept.place_of(sum(len(before.encode()) for before in written[:place]) + offset) == place
