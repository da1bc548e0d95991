"""Canonical fields: what is written as text for a person reads back to the same values."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.connectors.intake.model import drafts, fields
from fondaco.connectors.intake.model.identity import key_of
from fondaco.connectors.intake.model.masks import HIDDEN, masked, unmasked
from fondaco.connectors.intake.types import Kind, Origin, Record
from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.period import Period
from fondaco.modules.accounts.types import OrganisationDraft
from fondaco.modules.availability.types import AllocationDraft, ReplenishmentDraft

WORDS = st.text(alphabet="abÄß M8x40", min_size=1, max_size=8).filter(lambda text: text.strip() == text)
# Hypothesis wants the bounds of moments without a zone.
FIRST, LAST = datetime.fromisoformat("1950-01-01"), datetime.fromisoformat("2100-01-01")
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
LINES = st.lists(
    st.fixed_dictionaries({"product": WORDS, "quantity": NUMBERS, "price": NUMBERS, "amount": NUMBERS}),
    min_size=1,
    max_size=4,
)
ORDERS = st.fixed_dictionaries(
    {
        "key": WORDS,
        "number": WORDS,
        "organisation": WORDS,
        "currency": st.just("EUR"),
        "placed_at": st.datetimes(min_value=FIRST, max_value=LAST, timezones=st.just(UTC)),
        "lines": LINES,
    }
)


@given(order=ORDERS)
def test_what_a_person_sees_reads_back_to_the_same(order: dict[str, object]) -> None:
    values, problems = fields.read(kind=Kind.ORDER, fields=order)
    assert problems == []
    texts = fields.write(values)
    assert all(isinstance(text, str) for text in texts.values())
    assert fields.read(kind=Kind.ORDER, fields=fields.unflat(texts)) == (values, [])


@given(numbers=st.lists(st.one_of(NUMBERS, st.sampled_from(["x", "1,5", "1e5", "", None])), min_size=1, max_size=3))
def test_every_bad_field_is_named(numbers: list[object]) -> None:
    names = ["amount", "per", "scale"]
    given_fields = {"key": "K", **dict(zip(names, numbers, strict=False))}
    values, problems = fields.read(kind=Kind.PRICE_RECORD, fields=given_fields)
    good = {name for name, value in given_fields.items() if isinstance(value, Decimal)}
    assert good <= set(values)
    bad = {name for name, value in given_fields.items() if isinstance(value, str) and value and name != "key"}
    expected = bad | ({"amount"} - good)
    assert {name for name, _, _ in problems} == expected


@pytest.mark.parametrize(
    ("kind", "given_fields", "field", "code"),
    [
        (Kind.STOCK, {"product": "A", "location": "1"}, "quantity", "intake.missing_field"),
        (Kind.STOCK, {"product": "A", "location": "1", "quantity": "1", "colour": "x"}, "colour", "intake.unknown_field"),
        (Kind.PRODUCT, {"key": "A", "sku": "A"}, "names.*", "intake.missing_field"),
        (Kind.PRODUCT, {"key": "A", "sku": "A", "names.de": "x", "active": "vielleicht"}, "active", "intake.unreadable"),
        (Kind.PRODUCT, {"key": "A", "sku": "A", "names.de": "x", "units.BX": "0"}, "units.BX", "intake.unreadable"),
        (Kind.PRICE_RECORD, {"key": "A", "amount": "1", "condition": "gift"}, "condition", "intake.not_a_choice"),
        (Kind.RECEIPT, {"key": "A", "product": "A", "location": "1", "quantity": "1", "date": "31.1.26"}, "date",
         "intake.unreadable"),
        (Kind.ORDER, {"key": "1", "number": "1", "organisation": "K", "placed_at": "2026-01-01", "currency": "EUR",
                      "lines": [{"product": "A"}]}, "lines.1.quantity", "intake.missing_field"),
    ],
)  # fmt: skip
def test_a_bad_record_names_its_field(kind: Kind, given_fields: dict[str, object], field: str, code: str) -> None:
    _, problems = fields.read(kind=kind, fields=given_fields)
    assert (field, code) in {(name, found) for name, found, _ in problems}


@given(
    parts=st.lists(st.text(alphabet="a|\\", max_size=3), min_size=2, max_size=2).map(tuple),
    more=st.text(alphabet="a|\\", max_size=3),
)
def test_no_two_records_share_a_key(parts: tuple[str, str], more: str) -> None:
    def key(product: str, location: str) -> str:
        return key_of(
            Record(kind=Kind.STOCK, fields={"product": product, "location": location}, origin=Origin(file="x"))
        )

    other = (parts[0] + more, parts[1])
    assert (key(*parts) == key(*other)) == (parts == other)


def test_secrets_are_never_shown_and_survive_being_sent_back() -> None:
    stored = {"url": "x", "password": "a", "erp": {"api_key": "b", "user": "u"}}
    shown = masked(stored)
    assert shown == {"url": "x", "password": HIDDEN, "erp": {"api_key": HIDDEN, "user": "u"}}
    assert unmasked(given={**shown, "url": "y"}, stored=stored) == {**stored, "url": "y"}


def test_a_source_states_what_it_keeps_and_after_how_many_days_it_replenishes() -> None:
    stated = {
        "key": "RV-17", "product": "4711", "quantity": "50", "organisation": "C-1", "location": "HH",
        "valid_from": "2026-11-23T00:00:00+01:00",
    }  # fmt: skip
    values, problems = fields.read(kind=Kind.ALLOCATION, fields=stated)
    draft = drafts.build(
        kind=Kind.ALLOCATION, values=values, system="erp", systems={"organisation": "crm"}, as_of=datetime.now(UTC)
    )
    assert problems == []
    assert draft == AllocationDraft(
        ref=ExternalRef("erp", "RV-17"), product=ExternalRef("erp", "4711"), quantity=Decimal(50),
        organisation=ExternalRef("crm", "C-1"), location=ExternalRef("erp", "HH"),
        valid=Period(datetime(2026, 11, 22, 23, tzinfo=UTC)),
    )  # fmt: skip
    for lead_time, days in (("12", 12), ("", None)):
        values, problems = fields.read(kind=Kind.REPLENISHMENT, fields={"product": "4711", "lead_time": lead_time})
        made = drafts.build(kind=Kind.REPLENISHMENT, values=values, system="erp", systems={}, as_of=datetime.now(UTC))
        assert (problems, made) == ([], ReplenishmentDraft(product=ExternalRef("erp", "4711"), lead_time=days))


def test_a_source_may_say_when_it_found_a_vat_number_to_be_registered() -> None:
    stated = {"key": "1", "name": "n", "vat_number": "ATU13585627"}
    for more, expected in (({}, None), ({"vat_confirmed_at": "2026-11-01"}, datetime(2026, 11, 1, tzinfo=UTC))):
        values, problems = fields.read(kind=Kind.ORGANISATION, fields=stated | more)
        assert problems == []
        draft = drafts.build(kind=Kind.ORGANISATION, values=values, system="erp", systems={}, as_of=datetime.now(UTC))
        assert isinstance(draft, OrganisationDraft)
        assert (draft.vat_number, draft.vat_confirmed_at) == ("ATU13585627", expected)
