"""The trading company inside the Tryton of the tests: fills a fresh database by proteus; deterministic.

It runs with the interpreter of Tryton's own environment, as a program: `python tryton_data.py postgresql://…/DATABASE`.
"""

import datetime as dt
import random
import sys
from decimal import Decimal
from typing import Any

from proteus import Model, config
from stdnum.at import uid
from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, create_tax, get_accounts
from trytond.modules.account_invoice.tests.tools import create_payment_term, set_fiscalyear_invoice_sequences
from trytond.modules.company.tests.tools import create_company, get_company

PRODUCTS = 560
VARIANT_TEMPLATES = 20
CUSTOMERS = 36
CONTRACT_LINES = 600

GROUPS = {
    "Fasteners": ("Screws", "Nuts", "Washers"),
    "Bearings": ("Ball bearings", "Roller bearings"),
    "Cable management": ("Cable ties", "Cable glands"),
    "Protective wear": ("Gloves", "Glasses"),
    "Tools": ("Hand tools", "Power tools"),
}
CITIES = (("20457", "Hamburg"), ("80331", "München"), ("50667", "Köln"), ("04109", "Leipzig"), ("70173", "Stuttgart"))
ABROAD = {"AT": ("1010", "Wien"), "CH": ("8001", "Zürich")}


def create(model: str, rows: list[dict[str, Any]]) -> list[int]:
    """Create many records in one call, as a client would over RPC."""
    return list(Model.get(model)._proxy.create(rows, config.get_config().context))


def one(model: str, **wanted: Any) -> Any:
    """Find the one record with these values."""
    (found,) = Model.get(model).find([(name, "=", value) for name, value in wanted.items()])
    return found


def money(rng: random.Random, low: int, high: int, places: int) -> Decimal:
    """Draw a price with so many decimals; many of them end in 5, so that halves to be rounded do occur."""
    return Decimal(rng.randrange(low * 10**places, high * 10**places, 5)).scaleb(-places)


def books() -> dict[str, Any]:
    """Create company, chart of accounts, this year and the next, taxes and a payment term."""
    create_company(currency="EUR")
    company = get_company()
    company.party.name = "Nordlicht Handel GmbH"
    company.party.save()
    create_chart(company)
    this_year = dt.datetime.now(dt.UTC).year
    for year in (this_year, this_year + 1):
        span = (dt.date(year, 1, 1), dt.date(year, 12, 31))
        fiscal_year = create_fiscalyear(company, today=span)
        fiscal_year.name = str(year)
        fiscal_year.start_date, fiscal_year.end_date = span
        fiscal_year = set_fiscalyear_invoice_sequences(fiscal_year)
        fiscal_year.save()
        fiscal_year.click("create_period")
    taxes = {}
    for name, rate in (("full", "0.19"), ("reduced", "0.07")):
        taxes[name] = create_tax(Decimal(rate))
        taxes[name].save()
    term = create_payment_term()
    term.save()
    # To another member state the buyer owes the tax, an export is free of it; the invoice shows none.
    abroad = create(
        "account.tax.rule",
        [
            {
                "name": name,
                "kind": "sale",
                "company": company.id,
                "lines": [("create", [{"origin_tax": tax.id, "tax": None} for tax in taxes.values()])],
            }
            for name in ("Intra-community supply", "Export")
        ],
    )
    rules = dict(zip(("AT", "CH"), abroad, strict=True))
    return {"company": company, "accounts": get_accounts(company), "term": term, "rules": rules, **taxes}


def catalogue(rng: random.Random, book: dict[str, Any]) -> tuple[list[int], dict[str, int]]:
    """Create categories, units and products; return the products' ids and the categories by name."""
    accounting = {}
    for name in ("full", "reduced"):
        (accounting[name],) = create(
            "product.category",
            [
                {
                    "name": f"Goods, {name} rate",
                    "accounting": True,
                    "account_revenue": book["accounts"]["revenue"].id,
                    "account_expense": book["accounts"]["expense"].id,
                    "customer_taxes": [("add", [book[name].id])],
                }
            ],
        )
    categories: dict[str, int] = {}
    for group, below in GROUPS.items():
        (categories[group],) = create("product.category", [{"name": group}])
        ids = create("product.category", [{"name": name, "parent": categories[group]} for name in below])
        categories |= dict(zip(below, ids, strict=True))
    leaves = [name for below in GROUPS.values() for name in below]
    unit, meter = one("product.uom", symbol="u"), one("product.uom", symbol="m")
    (hundred,) = create(
        "product.uom",
        [
            {
                "name": "Hundred",
                "symbol": "C",
                "category": unit.category.id,
                "factor": 100.0,
                "rate": 0.01,
                "rounding": 0.01,
                "digits": 2,
            }
        ],
    )
    rows = []
    for number in range(PRODUCTS):
        kind = rng.random()
        base, sale = (unit.id, unit.id) if kind < 0.8 else (unit.id, hundred) if kind < 0.93 else (meter.id, meter.id)
        leaf = leaves[number % len(leaves)]
        price = money(rng, 0, 90, rng.choice((2, 2, 3, 4)))
        variants = [{"suffix_code": None}]
        if number < VARIANT_TEMPLATES:
            variants = [{"suffix_code": f"-{size}"} for size in ("S", "M", "L")]
            variants[2]["list_price"] = price + Decimal("1.115")
        for variant in variants:
            variant["cost_price"] = (price * Decimal("0.61")).quantize(Decimal("0.0001"))
        rows.append(
            {
                "name": f"{leaf.rstrip('s')} {number:04d}",
                "code": f"NL-{number:05d}",
                "type": "goods",
                "salable": True,
                "default_uom": base,
                "sale_uom": sale,
                "list_price": price,
                "categories": [("add", [categories[leaf]])],
                "account_category": accounting["reduced" if leaf == "Gloves" else "full"],
                "products": [("create", variants)],
            }
        )
    create("product.template", rows)
    products = Model.get("product.product")._proxy.search([], 0, None, [("id", "ASC")], config.get_config().context)
    return list(products), categories | accounting


def price_lists(rng: random.Random, products: list[int], categories: dict[str, int]) -> list[int]:
    """Create lists of every shape: factors, amounts, scales, category lines, gaps, and formulas that are not plain."""
    company = get_company().id
    screws, fasteners, wear = categories["Screws"], categories["Fasteners"], categories["Protective wear"]
    shapes: list[tuple[str, str | None, str, list[dict[str, Any]]]] = [
        ("Retail partners", "list_price", "product_default", [{"formula": "unit_price * 0.9"}]),
        (
            "Volume",
            "list_price",
            "product_default",
            [
                {"category": screws, "quantity": 500.0, "formula": "unit_price * 0.715"},
                {"category": screws, "quantity": 100.0, "formula": "unit_price * 0.8"},
                {"category": fasteners, "quantity": 50.0, "formula": "unit_price * 0.855"},
                {"quantity": 1000.0, "formula": "unit_price * 0.75"},
                {"quantity": 50.0, "formula": "unit_price * 0.925"},
                {"formula": "unit_price * (1 - 0.035)"},
            ],
        ),
        (
            "Amounts",
            "list_price",
            "product_sale",
            [
                {"product": products[3], "formula": "12.34"},
                {"product": products[70], "quantity": 10.0, "formula": "list_price - 0.0555"},
                {"category": wear, "quantity": 2.5, "formula": "unit_price + 1.5"},
                {"quantity": 20.0, "formula": "unit_price * 0.95 - 0.005"},
                {"formula": "unit_price"},
            ],
        ),
        (
            "Cost plus",
            "cost_price",
            "product_default",
            [
                {"category": fasteners, "quantity": 200.0, "formula": "unit_price * 1.28"},
                {"category": screws, "formula": "cost_price * 1.365 + 0.01"},
                {"formula": "unit_price * 1.5"},
            ],
        ),
        (
            "By formula",
            "list_price",
            "product_default",
            [
                {"category": wear, "quantity": 12.0, "formula": "unit_price * 0.9 if unit_price > 20 else unit_price"},
                {"quantity": 100.0, "formula": "(list_price + cost_price) / 2"},
                {"formula": "list_price / 3 * 2.95"},
            ],
        ),
        ("Gaps", "list_price", "product_default", [{"category": fasteners, "formula": "unit_price * 0.88"}]),
        # A line higher up hides those below it, whatever their quantity: the first match wins, not the best.
        (
            "Hidden scale",
            "list_price",
            "product_default",
            [
                {"formula": "unit_price * 0.97", "quantity": 5.0},
                {"formula": "unit_price * 0.5", "quantity": 100.0},
                {"formula": "unit_price * 1.02"},
            ],
        ),
    ]
    contract: list[dict[str, Any]] = []
    for product in rng.sample(products, CONTRACT_LINES // 3):
        factor = Decimal(rng.randrange(6000, 9500)).scaleb(-4)
        contract += [
            {"product": product, "quantity": 250.0, "formula": f"unit_price * {factor - Decimal('0.08')}"},
            {"product": product, "quantity": 25.0, "formula": f"unit_price * {factor - Decimal('0.0305')}"},
            {"product": product, "formula": f"unit_price * {factor}"},
        ]
    contract.append({"formula": "unit_price * 0.985"})
    shapes.append(("Contract Werft", "list_price", "product_default", contract))
    return create(
        "product.price_list",
        [
            {
                "name": name,
                "company": company,
                "price": price,
                "unit": unit,
                "lines": [("create", [{"sequence": at, **line} for at, line in enumerate(lines)])],
            }
            for name, price, unit, lines in shapes
        ],
    )


def customers(book: dict[str, Any], lists: list[int]) -> None:
    """Create parties with two addresses each; every ninth has no price list; every twelfth is in Austria, and in Switzerland."""
    country = dict(
        zip(
            ("DE", "AT", "CH"),
            create(
                "country.country",
                [
                    {"name": "Germany", "code": "DE"},
                    {"name": "Austria", "code": "AT"},
                    {"name": "Switzerland", "code": "CH"},
                ],
            ),
            strict=True,
        )
    )
    german = one("ir.lang", code="de").id
    rows = []
    for number in range(CUSTOMERS):
        where = {11: "AT", 5: "CH"}.get(number % 12, "DE")
        postal_code, city = ABROAD.get(where) or CITIES[number % len(CITIES)]
        body = f"U{1358562 + number:07d}"
        number_of_tax = {"type": "eu_vat", "code": f"AT{body}{uid.calc_check_digit(body)}"}
        rows.append(
            {
                "name": f"Werkstatt {number:02d} {'GmbH' if number % 2 else 'KG'}",
                "lang": german,
                "sale_price_list": lists[number % 9] if number % 9 < len(lists) else None,
                "customer_payment_term": book["term"].id,
                "customer_tax_rule": book["rules"].get(where),
                "identifiers": [("create", [number_of_tax])] if where == "AT" else [],
                "contact_mechanisms": [
                    ("create", [{"type": "email", "name": "Einkauf", "value": f"einkauf{number:02d}@example.com"}])
                ],
                "addresses": [
                    (
                        "create",
                        [
                            {
                                "party_name": f"Werk {place}",
                                "street_unstructured": f"Hafenstraße {number + 1}",
                                "postal_code": postal_code,
                                "city": city,
                                "country": country[where],
                                "invoice": place == 1,
                                "delivery": True,
                            }
                            for place in (1, 2)
                        ],
                    )
                ],
            }
        )
    create("party.party", rows)


def stock(rng: random.Random, products: list[int]) -> None:
    """Create a second warehouse and count both; some products lie in neither."""
    second = Model.get("stock.location")(name="Hamburg", code="HH", type="warehouse")
    places = create(
        "stock.location",
        [
            {"name": "Hamburg storage", "code": "HH-STO", "type": "storage"},
            {"name": "Hamburg in", "code": "HH-IN", "type": "storage"},
            {"name": "Hamburg out", "code": "HH-OUT", "type": "storage"},
        ],
    )
    storage = Model.get("stock.location")
    second.storage_location, second.input_location, second.output_location = (storage(place) for place in places)
    second.lost_found_location = one("stock.location", type="lost_found")
    second.save()
    for location, share in ((one("stock.location", code="STO").id, 0.85), (places[0], 0.5)):
        (inventory,) = create(
            "stock.inventory",
            [
                {
                    "location": location,
                    "lines": [
                        ("create", [{"product": product, "quantity": float(rng.randrange(1, 9000))}])
                        for product in products
                        if rng.random() < share
                    ],
                }
            ],
        )
        Model.get("stock.inventory")(inventory).click("confirm")


def main() -> None:
    """Fill the database."""
    config.set_trytond(sys.argv[1])
    rng = random.Random(8)
    book = books()
    products, categories = catalogue(rng, book)
    lists = price_lists(rng, products, categories)
    customers(book, lists)
    stock(rng, products)


if __name__ == "__main__":
    main()
