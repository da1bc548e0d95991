"""Millions of condition records, written by PostgreSQL itself: what a distributor with 20,000 customers has.

By size: contract prices with a quantity break each, list prices with three scales, ten price lists, discounts of customers
for categories, and records of every further step for all categories.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from fondaco.modules.pricing.model.procedure import Key, Op, OwnerKey, Procedure, Requirement, Step
from fondaco.modules.pricing.types import Kind
from fondaco.platform.transaction import Database

CATEGORIES, LISTS, LISTED = 500, 10, 50_000
_RECORD = "id, kind, type, calculation, amount, currency, per, unit, scale, from_base, {0}, valid_from, valid_to, system, key, text, load"
_ORGANISATION, _ANYBODY = Key(owner=OwnerKey.ORGANISATION), Key(owner=OwnerKey.ANYBODY)
_LIST, _SEGMENT = Key(owner=OwnerKey.PRICE_LIST), Key(owner=OwnerKey.SEGMENT)
_EURO = Requirement(field="currency", op=Op.IS, values=("EUR",))

# Ten steps: agreement, price list, list; what is net stays net; the better of two promotions; subtotals; told figures.
TEN_STEPS = Procedure(
    code="ten steps",
    steps=(
        Step(
            number=10,
            type="price",
            kind=Kind.PRICE,
            accesses=(Key(owner=OwnerKey.ORGANISATION, closes="net"), _LIST, _ANYBODY),
        ),
        Step(number=20, type="discount", kind=Kind.DISCOUNT, accesses=(_ORGANISATION,), group="net"),
        Step(number=30, type="promotion", kind=Kind.DISCOUNT, accesses=(_SEGMENT,), best_of="promotion"),
        Step(number=31, type="season", kind=Kind.DISCOUNT, accesses=(_ANYBODY,), best_of="promotion"),
        Step(number=40, type="bulk", kind=Kind.DISCOUNT, accesses=(_ANYBODY,), base=10),
        Step(number=50, type="energy", kind=Kind.SURCHARGE, accesses=(_ANYBODY,), requires=(_EURO,)),
        Step(number=60, type="freight", kind=Kind.SURCHARGE, accesses=(_ANYBODY,), base=20, places=2),
        Step(number=70, type="toll", kind=Kind.SURCHARGE, accesses=(_ANYBODY,)),
        Step(number=80, type="minimum", kind=Kind.MINIMUM, accesses=(_ANYBODY,)),
        Step(number=90, type="cost", kind=Kind.COST, accesses=(_ANYBODY,)),
    ),
)


@dataclass(frozen=True)
class Records:
    """What was written."""

    products: list[UUID]
    organisations: list[UUID]
    price_lists: list[UUID]
    count: int


def id_of(kind: str, number: str) -> str:
    """Return the SQL for the id of the n-th thing of a kind."""
    return f"md5('{kind}/' || ({number}))::uuid"


def write(*, database: Database, records: int, products: int, organisations: int) -> Records:
    """Fill the tables of an empty database; the indexes are built at the end, as after a restore."""
    with database.transaction() as tx:
        run = lambda statement: tx.execute(text(statement))  # noqa: E731 - a dozen statements follow
        run("SET LOCAL synchronous_commit = off")
        run(f"""
            INSERT INTO catalog.category SELECT {id_of("category", "n")}, NULL, '{{}}', n
            FROM generate_series(1, {CATEGORIES}) n
        """)
        run(f"""
            INSERT INTO catalog.product (id, sku, names, descriptions, category, base_unit, sales_unit, units, minimum,
                multiple, tax_class, varying, attributes, active, system, digest, version)
            SELECT {id_of("product", "n")}, 'P' || n, '{{}}', '{{}}', {id_of("category", f"n % {CATEGORIES} + 1")}, 'PCE',
                'PCE', '[]', 1, 1, 'standard', '{{}}', '[]', true, 'bench', '', 1
            FROM generate_series(1, {products}) n
        """)
        for index in ("identity", "product", "load", "ref"):
            run(f"DROP INDEX pricing.price_record_{index}")
        contracts = records - 3 * products - LISTS * LISTED - 20 * organisations // 4 - 6 * CATEGORIES - products
        # A customer's contracts are for different products, so that no two records are ambiguous.
        each = contracts // 2 // organisations + 1
        _insert(
            run,
            "organisation, product",
            f"""
            SELECT {id_of("contract", "n")}, 'price', '', 'amount', ((1000 + n::bigint * 7919 % 98999) / 100.0)::numeric(9, 2),
                'EUR', 100, 'PCE', s, s, {id_of("organisation", f"m / {each} + 1")},
                {id_of("product", f"(m / {each} * 37 + m % {each} * 911) % {products} + 1")},
                timestamptz '2020-01-01', CASE WHEN n % 7 = 0 THEN timestamptz '2024-01-01' END, 'bench', 'C' || n, '', 1
            FROM (SELECT n, n / 2 AS m, n % 2 * 100 AS s FROM generate_series(0, {contracts - 1}) n) c
        """,
        )
        _insert(
            run,
            "product",
            f"""
            SELECT {id_of("list", "n * 3 + k")}, 'price', '', 'amount', round((9000 + n % 90000) / (100.0 + 5 * k), 2), 'EUR', 100,
                'PCE', k * k * 50, k * k * 50, {id_of("product", "n")}, '2020-01-01', NULL, 'bench', 'L' || n || '/' || k, '', 1
            FROM generate_series(1, {products}) n, generate_series(0, 2) k
        """,
        )
        _insert(
            run,
            "price_list, product",
            f"""
            SELECT {id_of("listed", "n * 100 + l")}, 'price', '', 'amount', ((8000 + n * 31 % 90000) / 100.0)::numeric(9, 2), 'EUR', 100, 'PCE',
                0, 0, {id_of("price list", "l")}, {id_of("product", f"n::bigint * 7 % {products} + 1")}, '2020-01-01', NULL,
                'bench', 'T' || n || '/' || l, '', 1
            FROM generate_series(1, {LISTED}) n, generate_series(1, {LISTS}) l
        """,
        )
        _insert(
            run,
            "organisation, category",
            f"""
            SELECT {id_of("rebate", "n")}, 'discount', '', 'percent', n % 25, 'EUR', 1, 'PCE', 0, 0,
                {id_of("organisation", f"n % {organisations} + 1")}, {id_of("category", f"n / {organisations} * 37 % {CATEGORIES} + 1")},
                '2020-01-01', NULL, 'bench', 'D' || n, '', 1
            FROM generate_series(1, {20 * organisations // 4}) n
        """,
        )
        for number, (type_, kind) in enumerate(
            (
                ("season", "discount"),
                ("bulk", "discount"),
                ("energy", "surcharge"),
                ("freight", "surcharge"),
                ("toll", "surcharge"),
            )
        ):
            _insert(
                run,
                "category",
                f"""
                SELECT {id_of(type_, "n")}, '{kind}', '{type_}', 'percent', ((n % 40) / 10.0)::numeric(3, 1), 'EUR', 1, 'PCE',
                    {100 if type_ == "bulk" else 0}, {100 if type_ == "bulk" else 0}, {id_of("category", "n")},
                    '2020-01-01', NULL, 'bench', '{number}/' || n, '', 1
                FROM generate_series(1, {CATEGORIES}) n
            """,
            )
        _insert(
            run,
            "segment, category",
            f"""
            SELECT {id_of("promotion", "n")}, 'discount', 'promotion', 'percent', n % 12, 'EUR', 1, 'PCE', 0, 0, 'craft',
                {id_of("category", "n")}, '2020-01-01', NULL, 'bench', 'A' || n, '', 1
            FROM generate_series(1, {CATEGORIES}) n
        """,
        )
        for type_ in ("minimum", "cost"):
            _insert(
                run,
                "product",
                f"""
                SELECT {id_of(type_, "n")}, '{type_}', '', 'amount', 12.34, 'EUR', 100, 'PCE', 0, 0, {id_of("product", "n")},
                    '2020-01-01', NULL, 'bench', '{type_}/' || n, '', 1
                FROM generate_series(1, {products // 2}) n
            """,
            )
        run("CREATE UNIQUE INDEX price_record_ref ON pricing.price_record (system, key)")
        for column in ("identity", "product", "load"):
            run(f"CREATE INDEX price_record_{column} ON pricing.price_record ({column})")
        run("SELECT setval('pricing.load_number', 1)")
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE pricing.price_record"))
        count = int(connection.execute(text("SELECT count(*) FROM pricing.price_record")).scalar_one())

        def ids(kind: str, number: int) -> list[UUID]:
            every = connection.execute(text(f"SELECT {id_of(kind, 'n')} FROM generate_series(1, {number}) n"))
            return list(every.scalars())

        return Records(
            products=ids("product", products),
            organisations=ids("organisation", organisations),
            price_lists=ids("price list", LISTS),
            count=count,
        )


def _insert(run: object, owners: str, select: str) -> None:
    run(f"INSERT INTO pricing.price_record ({_RECORD.format(owners)}) {select}")  # type: ignore[operator]
