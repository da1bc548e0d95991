"""Languages: every text exists in German, and numbers are written and read the way their readers do."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from fondaco.apps.client.generated import AttributeOut
from fondaco.apps.pages import language, units
from fondaco.apps.storefront.views.product import shown_value

SOURCE = Path(language.__file__).parents[2]
METHODS = [
    ("apps/pages/**.py", "python"),
    ("apps/storefront/**.py", "python"),
    ("apps/console/**.py", "python"),
    ("apps/**/templates/**.html", "jinja2"),
]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
amounts = st.decimals(min_value=0, max_value=10**6, places=3)


def texts_of_the_sources() -> set[object]:
    found = extract_from_dir(
        SOURCE, method_map=METHODS, options_map={"apps/**/templates/**.html": {"trimmed": "true"}}, keywords=KEYWORDS
    )
    return {message for _, _, message, _, _ in found}


def test_every_text_of_the_pages_has_a_german_one_with_the_same_places() -> None:
    catalogue = read_po(BytesIO((language.CATALOGUES / "de" / "LC_MESSAGES" / "fondaco.po").read_bytes()))
    texts = texts_of_the_sources()
    assert len(texts) > 250
    translated = {message.id for message in catalogue if message.id and all(_flat(message.string))}
    assert texts - translated == set()
    for message in catalogue:
        assert not list(message.check(catalogue)), message.id


def test_the_german_catalogue_is_finished_and_has_nothing_left_over() -> None:
    catalogue = read_po(BytesIO((language.CATALOGUES / "de" / "LC_MESSAGES" / "fondaco.po").read_bytes()))
    messages = [message for message in catalogue if message.id]
    assert [message.id for message in messages if message.fuzzy] == []
    assert [message.id for message in messages if not all(str(one).strip() for one in _flat(message.string))] == []
    plurals = [message for message in messages if message.pluralizable]
    assert [message.id for message in plurals if len(_flat(message.string)) != catalogue.num_plurals] == []
    assert {message.id for message in messages} - texts_of_the_sources() == set()
    assert list(catalogue.obsolete) == []


def _flat(text: object) -> tuple[object, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text,)


@pytest.mark.parametrize("code", ["de", "en"])
@given(amount=amounts)
def test_a_number_written_into_a_field_is_read_back(code: str, amount: Decimal) -> None:
    language.use(code)
    assert language.typed_number(language.plain_number(amount)) == amount


@pytest.mark.parametrize("code", ["de", "en"])
@given(amount=amounts)
def test_a_number_with_thousands_is_read_back(code: str, amount: Decimal) -> None:
    language.use(code)
    assert language.typed_number(language.number(amount)) == amount


@pytest.mark.parametrize("text", ["", "  ", "abc", "1,2,3", "NaN", "inf", "1e400x", "--1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    language.use("de")
    with pytest.raises(language.BadNumber):
        language.typed_number(text)


def test_money_and_dates_look_as_their_readers_expect() -> None:
    language.use("de")
    assert language.money("1234.5", "EUR") == "1.234,50\xa0€"
    assert language.money("0.0375", "EUR") == "0,0375\xa0€"
    assert language.day("2026-12-03") == "03.12.2026"
    assert units.per(Decimal(100), "PCE") == "je 100\xa0Stück"
    language.use("en")
    assert language.money("1234.5", "EUR") == "€1,234.50"
    assert language.day("2026-12-03") == "3 Dec 2026"
    assert units.quantity("2", "BX") == "2\xa0boxes"
    assert units.per(Decimal(1), "MTR") == "per m"


def test_the_readers_switch_beats_the_browser_and_unknown_languages_are_left_out() -> None:
    assert language.negotiate(cookies={language.COOKIE: "en"}, accepted="de-DE,de") == "en"
    assert language.negotiate(cookies={language.COOKIE: "xx"}, accepted="fr,en-GB;q=0.8,de;q=0.5") == "en"
    assert language.negotiate(cookies={}, accepted="fr", preferred="en") == "en"
    assert language.negotiate(cookies={}, accepted="") == "de"


@pytest.mark.parametrize(
    ("value", "number", "german", "english"),
    [
        ("1,25", "1.25", "1,25", "1.25"),
        ("5.3", "5.3", "5,3", "5.3"),
        ("1500", "1500", "1.500", "1,500"),
        ("M8", "8", "M8", "M8"),
        ("7–10", "7", "7–10", "7–10"),
        ("verzinkt", None, "verzinkt", "verzinkt"),
    ],
)
def test_a_property_that_is_a_mere_number_is_written_as_numbers_are_here(
    value: str, number: str | None, german: str, english: str
) -> None:
    told = AttributeOut(code="x", name="X", value=value, number=Decimal(number) if number else None, unit=None)
    for tongue, written in (("de", german), ("en", english)):
        language.use(tongue)
        assert shown_value(told) == written
