"""The ERP's rows as canonical records: its words, keys and units in ours."""

from collections.abc import Mapping
from typing import Any

from fondaco.connectors.intake.types import Kind, Origin, Record

CUSTOMERS = "erp-nord"  # the ERP that keeps the customers of the house, by whose keys this one knows them
_UNITS = {"Stk": "PCE", "m": "MTR"}
Row = Mapping[str, Any]


def record(what: str, row: Row) -> Record:
    """Write a row of one of the ERP's lists as a record."""
    kind, fields = _WRITERS[what](row)
    systems = {"organisation": CUSTOMERS} if "organisation" in fields else {}
    return Record(kind=kind, fields=fields, origin=Origin(file=what, raw=row), systems=systems)


def _group(row: Row) -> tuple[Kind, dict[str, object]]:
    return Kind.CATEGORY, {"key": row["nr"], "parent": row["ueber"], **_texts("names", row["text"])}


def _article(row: Row) -> tuple[Kind, dict[str, object]]:
    fields: dict[str, object] = {
        "key": row["nr"],
        "sku": row["kurz"],
        **_texts("names", row["text"]),
        **_texts("descriptions", row["beschreibung"]),
        "category": row["gruppe"],
        "base_unit": _unit(row),
        "minimum": str(row["losgroesse"]),
        "multiple": str(row["losgroesse"]),
        "gtin": row["ean"],
        "manufacturer": row["hersteller"],
        "manufacturer_number": row["herstellerNr"],
        "family": row["serie"],
        "varying": ";".join(row["varianten"]),
        "picture": row["bild"],
    }
    if row["gebinde"]:
        fields["units.RO" if row["einheit"] == "m" else "units.BX"] = str(row["gebinde"])
    for item in row["merkmale"]:
        head = f"attributes.{item['code']}"
        fields |= {head: item["wert"], **_texts(f"{head}.name", item["name"])}
        fields |= {f"{head}.number": item["zahl"], f"{head}.unit": item["einheit"]}
    return Kind.PRODUCT, fields


def _price(row: Row) -> tuple[Kind, dict[str, object]]:
    fields: dict[str, object] = {"key": row["nr"], "organisation": row["kunde"]}
    if "rabatt" in row:
        fields |= {
            "category": row["gruppe"],
            "condition": "discount",
            "calculation": "percent",
            "amount": row["rabatt"],
        }
        return Kind.PRICE_RECORD, fields
    fields |= {
        "product": row["artikel"],
        "amount": row["preis"],
        "currency": row["waehrung"],
        "per": str(row["je"]),
        "unit": _unit(row),
        "scale": str(row["ab"]),
        "valid_from": row.get("von"),
        "valid_to": row.get("bis"),
    }
    return Kind.PRICE_RECORD, fields


def _place(row: Row) -> tuple[Kind, dict[str, object]]:
    return Kind.LOCATION, {"key": row["nr"], "name": row["name"], "country": row["land"], "zone": row["zone"]}


def _stock(row: Row) -> tuple[Kind, dict[str, object]]:
    return Kind.STOCK, {"product": row["artikel"], "location": row["lager"], "quantity": row["menge"]}


def _expected(row: Row) -> tuple[Kind, dict[str, object]]:
    fields = {"key": row["nr"], "product": row["artikel"], "location": row["lager"]}
    return Kind.RECEIPT, {**fields, "quantity": row["menge"], "date": row["datum"]}


def _order(row: Row) -> tuple[Kind, dict[str, object]]:
    return Kind.ORDER, {
        "key": row["nr"],
        "number": row["nr"],
        "organisation": row["kunde"],
        "placed_at": row["erfasst"],
        "state": row["status"],
        "currency": row["waehrung"],
        "po_number": row["bestellnummer"],
        "net": row["netto"],
        "tax": row["mwst"],
        "lines": [
            {
                "product": line["artikel"],
                "quantity": str(line["menge"]),
                "unit": _unit(line),
                "price": line["preis"],
                "amount": line["betrag"],
                "tax_rate": line["mwst"],
            }
            for line in row["positionen"]
        ],
    }


def _texts(name: str, texts: Mapping[str, str]) -> dict[str, object]:
    return {f"{name}.{language}": text for language, text in texts.items()}


def _unit(row: Row) -> str:
    return _UNITS[row["einheit"]]


_WRITERS = {
    "gruppen": _group,
    "artikel": _article,
    "preise": _price,
    "lager": _place,
    "bestand": _stock,
    "wareneingaenge": _expected,
    "auftragsarchiv": _order,
}
