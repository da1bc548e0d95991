"""Condition records as they are stated over HTTP, in the words of the room."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec import UNSET

from fondaco.kernel.ids import ExternalRef, inner_id
from fondaco.kernel.period import BEGINNING, Period
from fondaco.modules.accounts import api as accounts
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.http.schemas import PriceRecordIn, PriceRecordPatch
from fondaco.platform.transaction import Tx

_PLACES = {"product": "prd", "category": "cat", "organisation": "org", "price_list": "plt"}


def draft_of(data: PriceRecordIn, *, key: str) -> dict[str, Any]:
    """Return the fields of a `PriceRecordDraft` but for whom and what it is; with a `key`, its reference too."""
    fields: dict[str, Any] = {
        "kind": data.kind,
        "calculation": data.calculation,
        "amount": Decimal(data.amount),
        "currency": data.currency,
        "per": Decimal(data.per),
        "unit": data.unit,
        "scale": Decimal(data.scale),
        "valid": Period(data.valid_from or BEGINNING, data.valid_to),
        "text": data.text,
        "type": data.type,
        "scale_by": data.scale_by,
        "sales_area": data.sales_area,
        "segment": data.segment,
        "arm": data.arm,
        "metal": data.metal,
    }
    return fields | ({"ref": ExternalRef(pricing.OWN_SYSTEM, key)} if key else {})


def places_of(tx: Tx, data: PriceRecordIn) -> dict[str, UUID]:
    """Return for whom and for what a record is, by inner ids; an organisation that is not there is refused."""
    named: Mapping[str, str | None] = {name: getattr(data, name) for name in _PLACES}
    places = {name: inner_id(_PLACES[name], id) for name, id in named.items() if id}
    if "organisation" in places:
        accounts.organisation(tx=tx, id=places["organisation"])
    return places


def changes_of(tx: Tx, id: UUID, data: PriceRecordPatch) -> dict[str, Any]:
    """Return what a patch changes, as fields of a `PriceRecordDraft`."""
    changes: dict[str, Any] = {
        name: Decimal(value) for name in ("amount", "per", "scale") if isinstance(value := getattr(data, name), str)
    }
    changes |= {name: value for name in ("unit", "text") if isinstance(value := getattr(data, name), str)}
    if data.valid_from is not UNSET or data.valid_to is not UNSET:
        valid = pricing.price_record(tx=tx, id=id)[0].valid
        start = valid.start if data.valid_from is UNSET else data.valid_from
        changes["valid"] = Period(start, valid.end if data.valid_to is UNSET else data.valid_to)
    return changes
