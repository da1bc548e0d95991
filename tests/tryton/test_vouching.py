"""For which VAT numbers Tryton vouches: those of parties it applies a tax rule to, if the connection says so."""

from datetime import UTC, datetime

import pytest

from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.errors import BadConnection
from fondaco.connectors.intake.types import Connection, ConnectionDraft
from fondaco.connectors.tryton import records
from fondaco.connectors.tryton.api import KIND, settings_of
from fondaco.connectors.tryton.types import RemoteParty
from fondaco.platform.transaction import Tx

DAY = datetime(2026, 11, 23, tzinfo=UTC)


def party(*, number: str, rule: int | None) -> RemoteParty:
    return RemoteParty(
        id=1, code="1", name="n", active=True, language="de", email="", phone="", vat_number=number, price_list=None,
        payment_term=None, tax_rule=rule, currency=None,
    )  # fmt: skip


def connection(tx: Tx, **settings: object) -> Connection:
    needed = {"url": "http://x", "database": "d", "user": "u", "password": "p"}
    return intake.put_connection(
        tx=tx, draft=ConnectionDraft(name="Tryton", kind=KIND, system="tryton", settings=needed | settings)
    )


@pytest.mark.parametrize(
    ("number", "rule", "vouched_on", "expected"),
    [
        ("ATU13585627", 7, DAY, DAY),
        ("ATU13585627", 7, None, None),
        ("ATU13585627", None, DAY, None),
        ("", 7, DAY, None),
    ],
)
def test_a_tax_rule_and_a_number_are_vouched_for_where_the_connection_says_so(
    number: str, rule: int | None, vouched_on: datetime | None, expected: datetime | None
) -> None:
    found = records.organisation(party(number=number, rule=rule), country="AT", currency="EUR", vouched_on=vouched_on)
    assert found.fields["vat_confirmed_at"] == expected


def test_nobody_vouches_unless_the_connection_says_yes_or_no(tx: Tx) -> None:
    assert not settings_of(connection(tx)).vouches_for_vat
    assert settings_of(connection(tx, vouches_for_vat=True)).vouches_for_vat
    with pytest.raises(BadConnection) as refused:
        settings_of(connection(tx, vouches_for_vat="yes"))
    assert refused.value.facts["field"] == "vouches_for_vat"
