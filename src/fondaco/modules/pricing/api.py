"""The door of pricing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import public_id
from fondaco.kernel.money import Money
from fondaco.kernel.page import Page
from fondaco.kernel.quantity import Quantity
from fondaco.modules.catalog import api as catalog
from fondaco.modules.pricing import documents, facts
from fondaco.modules.pricing.actions.compile_book import compile_book
from fondaco.modules.pricing.actions.contracts import call_off, exceeded, put_contracts, take_back, uses
from fondaco.modules.pricing.actions.load import load_price_records, put_price_records
from fondaco.modules.pricing.actions.own_records import (
    OWN_SYSTEM,
    add_price_record,
    change_price_record,
    end_price_record,
)
from fondaco.modules.pricing.actions.payment import pay_by, set_payment_terms
from fondaco.modules.pricing.actions.price_lists import assign_price_lists, put_price_lists
from fondaco.modules.pricing.actions.promotions import (
    add_promotion,
    change_promotion,
    drop_promotion,
    end_promotion,
    start_promotion,
)
from fondaco.modules.pricing.actions.proposals import decide, demand_one_person, propose, set_price_policy
from fondaco.modules.pricing.actions.reckoning import put_reckoning
from fondaco.modules.pricing.actions.rules import (
    drop_procedure,
    put_exchange_rates,
    put_quotations,
    set_metals,
    set_procedure,
)
from fondaco.modules.pricing.actions.taxes import put_sellers, put_tax_rates, set_tax_policy
from fondaco.modules.pricing.book import PriceBook
from fondaco.modules.pricing.documents import cash_discounts
from fondaco.modules.pricing.errors import BadPriceLines, NoSuchPriceRecord, NoSuchProposal
from fondaco.modules.pricing.listing import offers
from fondaco.modules.pricing.model import by_hand, words
from fondaco.modules.pricing.model.procedure import Procedure
from fondaco.modules.pricing.model.rules import procedure_for, terms_for
from fondaco.modules.pricing.model.scale import scales
from fondaco.modules.pricing.model.tax import NO_TAX, Taxes, document_tax
from fondaco.modules.pricing.outlook import upcoming
from fondaco.modules.pricing.promoted import promotion, promotion_effect, promotions
from fondaco.modules.pricing.store import contracts as stored_contracts
from fondaco.modules.pricing.store import payment, read, rules
from fondaco.modules.pricing.store import proposals as stored_proposals
from fondaco.modules.pricing.tabled import TabledFacts
from fondaco.modules.pricing.tried import RecordEffect, changed_record_effect, new_record_effect
from fondaco.modules.pricing.types import (
    CalledOff,
    Charge,
    Contract,
    ExchangeRate,
    FreeGoods,
    LinePrice,
    NoPrice,
    PaymentTerms,
    PriceList,
    PricePolicy,
    PriceRecord,
    PriceRequest,
    Proposal,
    ProposalState,
    Quotation,
    RecordQuery,
    ScalePrice,
    Tax,
)
from fondaco.platform.transaction import Tx
from fondaco.platform.web.page import cut, read_cursor

__all__ = [
    "OWN_SYSTEM",
    "PriceBook",
    "RecordEffect",
    "add_price_record",
    "add_promotion",
    "allow_by_hand",
    "assign_price_lists",
    "call_off",
    "called_off",
    "cash_discounts",
    "change_price_record",
    "change_promotion",
    "changed_record_effect",
    "charge_in_words",
    "compile_book",
    "contract",
    "contracts",
    "decide",
    "demand_one_person",
    "document_charges",
    "document_tax",
    "drop_procedure",
    "drop_promotion",
    "end_price_record",
    "end_promotion",
    "exceeded",
    "exchange_rates",
    "find_records",
    "free_in_words",
    "load_price_records",
    "metals",
    "new_record_effect",
    "offers",
    "pay_by",
    "payment_terms",
    "payment_terms_of",
    "price_lines",
    "price_lists",
    "price_outlook",
    "price_policy",
    "price_record",
    "price_scales",
    "procedures",
    "promotion",
    "promotion_effect",
    "promotions",
    "proposal",
    "proposals",
    "propose",
    "put_contracts",
    "put_exchange_rates",
    "put_price_lists",
    "put_price_records",
    "put_quotations",
    "put_reckoning",
    "put_sellers",
    "put_tax_rates",
    "quotations",
    "records_concerning",
    "records_of",
    "set_metals",
    "set_payment_terms",
    "set_price_policy",
    "set_procedure",
    "set_tax_policy",
    "start_promotion",
    "take_back",
    "tax_in_words",
    "taxes",
    "uses",
]


def price_lines(
    *,
    buyer: Buyer,
    lines: Sequence[PriceRequest],
    tx: Tx | None = None,
    book: PriceBook | None = None,
    explained: bool = False,
) -> list[LinePrice | NoPrice]:
    """Price lines for a buyer at `buyer.as_of`, each with its reasons, in the order given.

    From memory with a `book`, else from the tables; both give the same answer. A product that cannot be bought and a
    quantity in a unit it is not handled in are answered with `NoPrice`. The reasons tell which record decided each step;
    `explained` answers from memory also tell what was passed over and why, as answers from the tables always do.
    """
    if book is not None and not explained:
        found = book.prices(buyer=buyer, lines=lines)
        taxed = facts.dues(book, buyer)
        return [
            documents.line_price(book, buyer, line, taxed)
            if answer is None or line.by_hand
            else documents.freed(book, buyer, answer)
            for line, answer in zip(lines, found, strict=True)
        ]
    source = _source(buyer, [line.product for line in lines], tx, book)
    taxed = facts.dues(source, buyer)
    return [documents.line_price(source, buyer, line, taxed) for line in lines]


def allow_by_hand(*, book: PriceBook, buyer: Buyer, lines: Sequence[PriceRequest], actor: Actor) -> None:
    """Refuse values given by hand that the buyer's procedure does not take, or not from this actor."""
    if not any(line.by_hand for line in lines):
        return
    procedure = procedure_for(book.rules, buyer)
    if bad := list(by_hand.problems(procedure=procedure, lines=lines)):
        raise BadPriceLines(problems=bad)
    for permission in sorted(by_hand.needed(procedure=procedure, lines=lines)):
        actor.require(permission)


def document_charges(
    *, buyer: Buyer, amounts: Sequence[Money], tx: Tx | None = None, book: PriceBook | None = None
) -> tuple[Charge, ...]:
    """Return what a document with lines of these net amounts costs besides: discounts, freight, small orders.

    Each charge is split over the lines, in their order, to the coin.
    """
    return documents.charges(_source(buyer, (), tx, book), buyer=buyer, amounts=amounts) if amounts else ()


def payment_terms_of(*, buyer: Buyer, tx: Tx | None = None, book: PriceBook | None = None) -> PaymentTerms | None:
    """Return the terms a buyer pays by: those of his organisation or the nearest above it, of his sales area, or the usual."""
    known = book.rules if book is not None else rules.load(tx=_demanded(tx))
    return terms_for(known, buyer)


def payment_terms(*, tx: Tx) -> list[tuple[PaymentTerms, tuple[str, ...], int]]:
    """Load all terms of payment, each with who pays by them (ids, sales areas, "" for everybody else) and its version."""
    return payment.terms(tx=tx)


def price_scales(
    *, buyer: Buyer, product: UUID, tx: Tx | None = None, book: PriceBook | None = None
) -> tuple[ScalePrice, ...]:
    """Return the buyer's price of a product from each quantity on at which it changes, in base units."""
    source = _source(buyer, [product], tx, book)
    goods = source.goods(product)
    if goods is None:
        return ()
    one = facts.question(source, buyer=buyer, goods=goods, quantity=Quantity(facts.ONE, goods.base_unit))
    return scales(question=one, records=list(source.records(goods, buyer)), tax_rate=NO_TAX)


def price_outlook(
    *, book: PriceBook, buyer: Buyer, product: UUID, quantity: Quantity
) -> list[tuple[datetime, LinePrice | NoPrice]]:
    """Return how the price of a quantity will change in the next months, as far as that is stated already."""
    goods = book.goods(product)
    if goods is None or not goods.conversions.knows(quantity.unit):
        return []
    return upcoming(book, buyer=buyer, goods=goods, quantity=quantity)


def tax_in_words(*, tax: Tax, language: str) -> str:
    """Say which tax is due and why."""
    return words.tax(rate=tax.rate, reason=tax.reason, language=language)


def charge_in_words(*, charge: Charge, language: str) -> str:
    """Name a charge of a document."""
    return words.charge(charge=charge, language=language)


def free_in_words(*, free: FreeGoods, language: str) -> str:
    """Say how much of a line, or on top of it, is free."""
    return words.free(free=free, language=language)


def contracts(
    *,
    tx: Tx,
    organisations: Sequence[UUID] | None,
    product: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Contract]:
    """Load contracts of organisations (of all for None), the one that began last first; a product's alone if one is named."""
    after = read_cursor(cursor, tuple[datetime, UUID]) if cursor else None
    rows = stored_contracts.page(tx=tx, organisations=organisations, product=product, after=after, limit=limit + 1)
    page = cut(rows, limit, lambda row: (row[1], row[0].id))
    return Page(items=[found for found, _ in page.items], next=page.next)


def contract(*, tx: Tx, id: UUID, organisations: Sequence[UUID] | None) -> Contract | None:
    """Load a contract, if it is one of the organisations' (anybody's for None)."""
    return stored_contracts.one(tx=tx, id=id, organisations=organisations)


def called_off(*, tx: Tx, contract: UUID, limit: int = 200) -> list[CalledOff]:
    """Load what was called off of a contract, the last first."""
    return stored_contracts.entries(tx=tx, contract=contract, limit=limit)


def taxes(*, tx: Tx) -> Taxes:
    """Load by what tax is decided: what is stated, over what is built in."""
    return rules.load(tx=tx).taxes


def price_lists(*, tx: Tx) -> list[PriceList]:
    """Load all price lists."""
    return list(read.price_lists(tx=tx).values())


def procedures(*, tx: Tx) -> list[tuple[Procedure, tuple[str, ...], int]]:
    """Load all pricing procedures, each with the sales areas that work by it ("" for all others) and its version."""
    return rules.procedures(tx=tx)


def exchange_rates(*, tx: Tx) -> list[ExchangeRate]:
    """Load all exchange rates by pair and area, the latest first."""
    return rules.rates(tx=tx)


def metals(*, tx: Tx, product: UUID) -> Mapping[str, Fraction]:
    """Load how many kilograms of each metal one base unit of a product holds."""
    return rules.metals(tx=tx, products=[product]).get(product, {})


def quotations(*, tx: Tx) -> list[Quotation]:
    """Load all quotations by metal, the latest first."""
    return rules.quotations(tx=tx)


def price_record(*, tx: Tx, id: UUID) -> tuple[PriceRecord, int]:
    """Load one condition record with its version."""
    found = read.one(tx=tx, id=id)
    if found is None:
        raise NoSuchPriceRecord(record=public_id("prc", id))
    return found


def find_records(*, tx: Tx, query: RecordQuery, cursor: str | None = None, limit: int = 50) -> Page[PriceRecord]:
    """Load condition records that fit a query, page by page."""
    after = read_cursor(cursor, tuple[UUID])[0] if cursor else None
    return cut(read.search(tx=tx, query=query, after=after, limit=limit + 1), limit, lambda record: (record.id,))


def price_policy(*, tx: Tx) -> PricePolicy:
    """Load above how many percent a second person decides."""
    return stored_proposals.policy(tx=tx)


def proposal(*, tx: Tx, id: UUID) -> Proposal:
    """Load a proposal, or refuse with `NoSuchProposal`."""
    found = stored_proposals.one(tx=tx, id=id)
    if found is None:
        raise NoSuchProposal(proposal=public_id("ppr", id))
    return found


def proposals(
    *, tx: Tx, state: ProposalState | None = None, cursor: str | None = None, limit: int = 50
) -> Page[Proposal]:
    """Load proposals, the newest first."""
    before = read_cursor(cursor, tuple[datetime, UUID]) if cursor else None
    rows = stored_proposals.page(tx=tx, state=state, before=before, limit=limit + 1)
    return cut(rows, limit, lambda one: (one.proposed_at, one.id))


def records_of(*, tx: Tx, product: UUID) -> list[PriceRecord]:
    """Load every condition record that is for the product, of all owners and periods."""
    found = read.records_of(tx=tx, products=[product])
    return sorted(found, key=lambda record: (record.kind, record.scale, record.valid.start, record.system, record.key))


def records_concerning(*, tx: Tx, product: UUID) -> list[PriceRecord]:
    """Load every condition record that may concern the product, those for its categories and everything included."""
    known = catalog.basics(tx=tx, ids=[product]).get(product)
    if known is None:
        return []
    found = read.records(tx=tx, products=[product])
    return [record for record in found if record.category is None or record.category in known.categories]


def _source(buyer: Buyer, products: Sequence[UUID], tx: Tx | None, book: PriceBook | None) -> facts.Facts:
    if book is not None:
        return book
    return TabledFacts(tx=_demanded(tx), products=products, buyer=buyer)


def _demanded(tx: Tx | None) -> Tx:
    if tx is None:
        raise TypeError("prices need a book or a transaction")
    return tx
