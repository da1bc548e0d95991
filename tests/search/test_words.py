import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.modules.search.model import words

VOCABULARY = {
    words.stem(word) for word in ("schraube", "mutter", "sechskant", "scheibe", "handschuh", "kugel", "lager")
}


@pytest.mark.parametrize(
    "spellings",
    [
        ("6204-2RS", "6204 2rs", "62042RS", "6204/2rs", "6204.2RS"),
        ("DIN 912 M8x40", "din912-m8x40", "DIN 912 M8 x 40", "DIN912M8×40"),
        ("KÄ-17", "kae17", "KÄ 17"),
    ],
)
def test_a_part_number_is_the_same_in_any_spelling(spellings: tuple[str, ...]) -> None:
    assert len({words.number_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Schraube M8 x 40", ["schraube", "m8x40"]),
        ("Schlauch 1/2 Zoll", ["schlauch", "1/2", "zoll"]),
        ("Bohrer 5,5 mm", ["bohrer", "5.5", "mm"]),
        ("Überwurfmutter aus Weißblech", ["ueberwurfmutter", "aus", "weissblech"]),
        ("Écrou", ["ecrou"]),
    ],
)
def test_a_text_is_split_into_words_and_sizes(text: str, expected: list[str]) -> None:
    assert words.words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("Schraube", "Schrauben"), ("screw", "screws"), ("Mutter", "Muttern"), ("Lager", "Lagern")]
)
def test_one_and_many_meet(one: str, other: str) -> None:
    assert words.stem(words.fold(one)) == words.stem(words.fold(other))


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("sechskantschraube", ["schraub", "sechskant"]),
        ("schutzhandschuhe", ["handschuh"]),
        ("kugellager", ["lager", "kugel"]),
        ("schraube", []),
        ("6204", []),
    ],
)
def test_a_compound_is_found_by_its_parts(compound: str, parts: list[str]) -> None:
    assert words.parts_of_compound(compound, VOCABULARY) == parts


@given(text=st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert words.fold(words.fold(text)) == words.fold(text)
    assert words.number_key(words.number_key(text)) == words.number_key(text)


@pytest.mark.parametrize(
    ("word", "term", "occurs"),
    [
        ("kugelager", "rillenkugellager", True),
        ("kugellager", "rillenkugellager", True),
        ("kugallager", "rillenkugellager", True),
        ("kugelllager", "rillenkugellager", True),
        ("kugalager", "rillenkugellager", False),
        ("schraube", "mutter", False),
    ],
)
def test_a_word_inside_of_another_may_have_one_error(word: str, term: str, *, occurs: bool) -> None:
    assert words.occurs_nearly(word, term) is occurs
