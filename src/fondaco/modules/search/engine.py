"""Full text and part numbers on tantivy, in memory: terms are made by our own reading of words, tantivy finds and ranks.

Tiers of the score keep the promise of the order: own part number, then number, then beginning of a number, then words.
"""

import threading
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

import tantivy
from tantivy import Occur, Query

from fondaco.modules.search.model import words
from fondaco.modules.search.model.listing import Entry
from fondaco.modules.search.types import Reason

_OWN, _NUMBER, _PREFIX, _FLOOR = 100_000.0, 50_000.0, 10_000.0, 5_000.0
_LANGUAGES = ("de", "en")
_HEAP = 15_000_000
_SHORTEST_PREFIX = 2
_SHORTEST_NUMBER_PREFIX = 3
_FORGIVES_ONE, _FORGIVES_INSIDE, _FORGIVES_TWO = 4, 6, 8
_BODY = "body"
_MOST_CONTAINING = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Products in order of relevance, how many there are in all, and the strongest reason."""

    products: Sequence[UUID]
    total: int
    reason: Reason


class Engine:
    """One index; `put` and `remove` become visible with `commit`. Any number of threads may search meanwhile."""

    def __init__(self, vocabulary: Iterable[str] = ()) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("product", tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("slot", fast=True)
        for name in ("number", "own", *(_name(language) for language in _LANGUAGES), "name", _BODY):
            builder.add_text_field(name, tokenizer_name="terms", index_option="freq")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._index.register_tokenizer("terms", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        self._writer = self._index.writer(_HEAP, 1)
        self._stems = set(vocabulary)
        self._terms_of: dict[str, tuple[str, ...]] = {}
        self._terms: set[str] = set()
        self._sorted: list[str] = []
        self._slots: dict[UUID, int] = {}
        self._products: list[UUID] = []
        self._lock = threading.Lock()

    def put(self, entries: Iterable[Entry]) -> None:
        """Index entries, replacing what was known of the same products."""
        with self._lock:
            for entry in entries:
                self._delete(entry.product)
                if entry.product not in self._slots:
                    self._slots[entry.product] = len(self._products)
                    self._products.append(entry.product)
                self._writer.add_document(self._document(entry))

    def remove(self, products: Iterable[UUID]) -> None:
        """Take products out."""
        with self._lock:
            for product in products:
                self._delete(product)

    def commit(self) -> None:
        """Make visible what was put and removed."""
        with self._lock:
            self._writer.commit()
            self._index.reload()
            self._sorted = sorted(self._terms)

    def find(
        self, text: str, *, language: str, organisations: Sequence[UUID] = (), limit: int, typing: bool = False
    ) -> Found:
        """Search; while `typing` the last word may be unfinished. Typing errors are forgiven in words, not in numbers."""
        searcher = self._index.searcher()
        query = self._query(text, language=language, organisations=organisations, typing=typing)
        if query is None:
            return Found(products=(), total=0, reason=Reason.WORDS)
        result = searcher.search(query, limit=limit, count=True)
        addresses = [address for _, address in result.hits]
        slots = searcher.fast_field_values("slot", addresses)
        products = [self._products[int(slot)] for slot in slots if slot is not None]
        best = result.hits[0][0] if result.hits else 0
        reason = self._reason(best, text)
        total = result.count  # type: ignore[attr-defined] # it is there, the stub has forgotten it
        return Found(products=products, total=total or len(products), reason=reason)

    def _reason(self, best: float, text: str) -> Reason:
        for floor, reason in (
            (_OWN, Reason.OWN_PART_NUMBER),
            (_NUMBER, Reason.NUMBER),
            (_FLOOR, Reason.NUMBER_PREFIX),
        ):
            if best >= floor:
                return reason
        known = all(self._known(word, prefix=True) for word in words.words(text))
        return Reason.WORDS if known else Reason.SIMILAR_WORDS

    def _query(self, text: str, *, language: str, organisations: Sequence[UUID], typing: bool) -> Query | None:
        either: list[Query] = []
        key = words.number_key(text)
        if key:
            either.append(self._constant(Query.term_query(self._schema, "number", key), _NUMBER))
            either += [
                self._constant(Query.term_query(self._schema, "own", _own(organisation, key)), _OWN)
                for organisation in organisations
            ]
        if len(key) >= _SHORTEST_NUMBER_PREFIX and words.has_digit(key):
            either.append(self._constant(self._prefix("number", key), _PREFIX))
            either += [
                self._constant(self._prefix("own", _own(organisation, key)), _PREFIX) for organisation in organisations
            ]
        found = words.words(text)
        needed = [
            self._word(word, language=language, prefix=typing and place == len(found) - 1)
            for place, word in enumerate(found)
        ]
        if needed:
            either.append(Query.boolean_query([(Occur.Must, query) for query in needed]))
        return Query.disjunction_max_query(either) if either else None

    def _word(self, word: str, *, language: str, prefix: bool) -> Query:
        """One word of the query: as it stands, as the beginning of a word, as its parts, or nearly so."""
        stem = words.stem(word)
        fields = [
            ("name", 2.0),
            (_BODY, 1.0),
            *((_name(known), 4.0 if known == language else 2.0) for known in _LANGUAGES),
        ]
        either = [
            self._boosted(Query.term_query(self._schema, field, term), boost)
            for field, boost in fields
            for term in {word, stem}
        ]
        # A number is often typed up to its suffix: 6204 finds 6204-2RS.
        if len(word) >= _SHORTEST_PREFIX and (prefix or words.has_digit(word)):
            either += [self._boosted(self._prefix(field, word), boost / 4) for field, boost in fields]
        if not self._known(word, prefix=prefix):
            parts = words.parts_of_compound(word, self._stems)
            if parts:
                either.append(Query.boolean_query([(Occur.Must, self._part(part)) for part in parts]))
            inside = self._containing(stem)
            either += [
                self._boosted(Query.term_set_query(self._schema, field, inside), boost / 4)
                for field, boost in fields
                if inside
            ]
            if not words.has_digit(word) and len(word) >= _FORGIVES_ONE:
                errors = 2 if len(word) >= _FORGIVES_TWO else 1
                either += [
                    self._boosted(
                        Query.fuzzy_term_query(self._schema, field, word, distance=errors, prefix=prefix), boost / 8
                    )
                    for field, boost in fields
                ]
        return Query.disjunction_max_query(either, 0.1)

    def _part(self, part: str) -> Query:
        fields = ("name", _BODY, *(_name(language) for language in _LANGUAGES))
        return Query.disjunction_max_query([Query.term_query(self._schema, field, part) for field in fields])

    def _known(self, word: str, *, prefix: bool) -> bool:
        if word in self._terms or words.stem(word) in self._terms:
            return True
        if not prefix:
            return False
        known = self._sorted
        place = bisect_left(known, word)
        return place < len(known) and known[place].startswith(word)

    def _containing(self, stem: str) -> list[str]:
        """Terms that hold the word: a Handschuh is found where only Schutzhandschuh is written."""
        if len(stem) < _FORGIVES_ONE:
            return []
        found = list(islice((term for term in self._sorted if stem in term), _MOST_CONTAINING))
        if found or len(stem) < _FORGIVES_INSIDE or words.has_digit(stem):
            return found
        # With one error somewhere, one half of the word is right.
        start, end = stem[: len(stem) // 2], stem[len(stem) // 2 :]
        likely = (term for term in self._sorted if start in term or end in term)
        return list(islice((term for term in likely if words.occurs_nearly(stem, term)), _MOST_CONTAINING))

    def _prefix(self, field: str, text: str) -> Query:
        return Query.fuzzy_term_query(self._schema, field, text, distance=0, prefix=True)

    def _constant(self, query: Query, score: float) -> Query:
        return Query.const_score_query(query, score)

    def _boosted(self, query: Query, boost: float) -> Query:
        return Query.boost_query(query, boost)

    def _delete(self, product: UUID) -> None:
        self._writer.delete_documents_by_term("product", product.hex)

    def _document(self, entry: Entry) -> tantivy.Document:
        document = tantivy.Document()
        document.add_text("product", entry.product.hex)
        document.add_unsigned("slot", self._slots[entry.product])
        keys = {words.number_key(number) for number in (entry.sku, *entry.numbers)} - {""}
        document.add_text("number", " ".join(sorted(keys)))
        document.add_text("own", " ".join(_own(owner, words.number_key(number)) for owner, number in entry.own))
        for language, name in entry.names.items():
            terms = words.index_terms([name], self._stems, self._terms_of)
            self._terms.update(terms)
            document.add_text(_name(language) if language in _LANGUAGES else "name", " ".join(terms))
        texts = [entry.sku, *entry.numbers, *(value for _, value in entry.values)]
        texts += [text for texts_of in entry.texts.values() for text in texts_of]
        terms = words.index_terms(texts, self._stems, self._terms_of)
        self._terms.update(terms)
        document.add_text(_BODY, " ".join(terms))
        return document


def vocabulary_of(entries: Iterable[Entry]) -> set[str]:
    """Return the stems of all words of names and texts: what compounds may be made of."""
    return {
        words.stem(word)
        for entry in entries
        for text in (*entry.names.values(), *(text for texts in entry.texts.values() for text in texts))
        for word in words.words(text)
        if not words.has_digit(word)
    }


def _name(language: str) -> str:
    return f"name_{language}"


def _own(organisation: UUID, key: str) -> str:
    return f"{organisation.hex}{key}"
