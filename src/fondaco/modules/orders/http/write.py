"""Writing the room's values as JSON structures."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import public_id
from fondaco.kernel.money import UnitPrice
from fondaco.modules.availability.types import ScheduleLine, Suggestion
from fondaco.modules.orders.http import agreed
from fondaco.modules.orders.http import schemas as out
from fondaco.modules.orders.model.promised import by_date
from fondaco.modules.orders.types import (
    CartLineView,
    CartSummary,
    CartView,
    ExportRow,
    ExportState,
    Invoice,
    LineDifference,
    Order,
    OrderLine,
    OrderState,
    OrderSummary,
    QuickAnswer,
    Shipment,
)
from fondaco.modules.pricing import api as pricing


def cart(view: CartView, *, language: str, today: date | None = None) -> out.CartOut:
    """Write a priced and dated cart, with reasons in a language; `today` is the day cash discounts are reckoned from."""
    found = view.cart
    taxes = dict.fromkeys(line.tax for line in view.lines if line.tax is not None)
    return out.CartOut(
        id=public_id("crt", found.id),
        organisation=public_id("org", found.organisation),
        name=found.name,
        state=found.state.value,
        version=found.version,
        currency=found.currency,
        updated_at=found.updated_at,
        lines=[_cart_line(line, language) for line in view.lines],
        net=view.net.amount,
        tax=view.tax.amount,
        gross=view.gross.amount,
        orderable=bool(view.lines) and not view.problems,
        charges=[agreed.charge(one, language) for one in view.charges if not one.statistical],
        payment=agreed.payment(view.payment, language, view.gross, today) if view.payment else None,
        tax_reasons=[
            out.TaxReasonOut(
                rate=tax.rate, reason=tax.reason.value, text=pricing.tax_in_words(tax=tax, language=language)
            )
            for tax in sorted(taxes, key=lambda tax: tax.rate, reverse=True)
        ],
    )


def cart_summary(summary: CartSummary) -> out.CartSummaryOut:
    """Write a cart of the list."""
    return out.CartSummaryOut(
        id=public_id("crt", summary.id),
        organisation=public_id("org", summary.organisation),
        name=summary.name,
        version=summary.version,
        line_count=summary.line_count,
        updated_at=summary.updated_at,
    )


def quick_answer(answer: QuickAnswer) -> out.QuickAnswerOut:
    """Write the answer to one typed line."""
    return out.QuickAnswerOut(
        index=answer.index,
        text=answer.text,
        outcome=answer.outcome.value,
        quantity=answer.quantity.value if answer.quantity else None,
        unit=answer.quantity.unit if answer.quantity else None,
        matches=[
            out.QuickMatchOut(product=public_id("prd", match.product), sku=match.sku, name=match.name, by=match.by)
            for match in answer.matches
        ],
        problem=_problem(answer.problem) if answer.problem else None,
    )


def order(found: Order, names: Mapping[UUID, str], *, language: str = "en") -> out.OrderOut:
    """Write an order with everything about it and the names of its people."""
    return out.OrderOut(
        id=public_id("ord", found.id),
        number=found.number,
        organisation=public_id("org", found.organisation),
        state=found.state.value,
        cancellable=_cancellable(found),
        version=found.version,
        placed_at=found.placed_at,
        po_number=found.po_number,
        ship_to=public_id("adr", found.ship_to) if found.ship_to else None,
        ship_to_lines=list(found.ship_to_lines),
        requested_date=found.requested_date,
        note=found.note,
        source=found.source,
        currency=found.net.currency,
        net=found.net.amount,
        tax=found.tax.amount,
        freight=found.freight.amount,
        gross=found.gross.amount,
        lines=[_order_line(line) for line in found.lines],
        parts=[
            out.OrderPartOut(system=part.system, state=part.state.value, number=part.external_number)
            for part in found.parts
        ],
        shipments=[_shipment(shipment) for shipment in found.shipments],
        invoices=[_invoice(invoice) for invoice in found.invoices],
        charges=[agreed.ChargeOut(type=one.type, text=one.text, of=one.of, amount=one.amount) for one in found.charges],
        payment=agreed.payment(found.payment, language, found.gross, found.placed_at.date()) if found.payment else None,
        contact=_person(found.contact, names),
        on_behalf=_person(found.on_behalf, names),
    )


def _person(id: UUID | None, names: Mapping[UUID, str]) -> out.PersonOut | None:
    return out.PersonOut(id=public_id("con", id), name=names[id]) if id is not None and id in names else None


def order_summary(summary: OrderSummary) -> out.OrderSummaryOut:
    """Write an order of the history."""
    return out.OrderSummaryOut(
        id=public_id("ord", summary.id),
        number=summary.number,
        organisation=public_id("org", summary.organisation),
        state=summary.state.value,
        placed_at=summary.placed_at,
        po_number=summary.po_number,
        currency=summary.net.currency,
        net=summary.net.amount,
        gross=summary.gross.amount,
        line_count=summary.line_count,
        source=summary.source,
    )


def differences(found: Iterable[LineDifference]) -> list[out.DifferenceOut]:
    """Write what changed since the old order."""
    return [
        out.DifferenceOut(
            position=one.position,
            product=public_id("prd", one.product),
            sku=one.sku,
            change=one.change.value,
            before=one.before,
            now=one.now,
        )
        for one in found
    ]


def export(row: ExportRow) -> out.ExportOut:
    """Write an export for staff."""
    return out.ExportOut(
        id=public_id("exp", row.id),
        order=public_id("ord", row.order),
        number=row.number,
        organisation=public_id("org", row.organisation),
        system=row.system,
        sequence=row.sequence,
        state=row.state.value,
        attempts=row.attempts,
        error=row.error,
        placed_at=row.placed_at,
        next_attempt_at=row.next_attempt_at,
        external_key=row.external_key,
    )


def _cart_line(view: CartLineView, language: str) -> out.CartLineOut:
    line, free = view.line, view.free
    return out.CartLineOut(
        id=public_id("crl", line.id),
        position=line.position,
        product=public_id("prd", line.product),
        sku=view.sku,
        name=view.name,
        quantity=line.quantity.value,
        unit=line.quantity.unit,
        note=line.note,
        requested_date=line.requested_date,
        price=_price(view.net) if view.net else None,
        amount=view.amount.amount if view.amount else None,
        tax_rate=view.tax.rate if view.tax else None,
        schedule=_schedule(view.schedule),
        problems=[_problem(problem) for problem in view.problems],
        suggestions=[_suggestion(one) for one in view.suggestions],
        noted_at=view.noted_at,
        free=agreed.free(free, language) if free else None,
        contract=agreed.contract(view.contract) if view.contract else None,
    )


def _suggestion(found: Suggestion) -> out.InsteadOut:
    return out.InsteadOut(
        product=public_id("prd", found.product),
        sku=found.sku,
        name=found.name,
        kind=found.kind.value,
        quantity=found.promise.quantity,
        unit=found.unit,
        schedule=_schedule(found.promise.schedule),
        noted_at=found.promise.noted_at,
    )


def _order_line(line: OrderLine) -> out.OrderLineOut:
    return out.OrderLineOut(
        id=public_id("orl", line.id),
        position=line.position,
        product=public_id("prd", line.product),
        sku=line.sku,
        name=line.name,
        quantity=line.quantity.value,
        unit=line.quantity.unit,
        price=_price(line.net),
        amount=line.amount.amount,
        tax_rate=line.tax_rate,
        state=line.state.value,
        shipped=line.shipped,
        schedule=_schedule(line.schedule),
        because=[dict(step) for step in line.because],
        note=line.note,
        requested_date=line.requested_date,
        free_of=public_id("orl", line.free_of) if line.free_of else None,
        first_schedule=_schedule(line.first_schedule),
    )


def _price(price: UnitPrice) -> out.NetPriceOut:
    return out.NetPriceOut(amount=price.amount, currency=price.currency, per=price.per.value, unit=price.per.unit)


def _schedule(lines: Iterable[ScheduleLine]) -> list[out.ScheduleOut]:
    return [
        out.ScheduleOut(quantity=line.quantity, date=line.date, delivered_on=line.delivered_on)
        for line in by_date(tuple(lines))
    ]


def _problem(problem: Problem) -> out.ProblemOut:
    facts = {key: str(value) for key, value in problem.facts.items()}
    return out.ProblemOut(code=problem.code, detail=problem.detail, facts=facts)


def _shipment(shipment: Shipment) -> out.ShipmentOut:
    return out.ShipmentOut(
        system=shipment.system,
        number=shipment.number,
        state=shipment.state,
        shipped_on=shipment.shipped_on,
        tracking=shipment.tracking,
        lines=[out.ShippedLineOut(position=line.position, quantity=line.quantity) for line in shipment.lines],
    )


def _invoice(invoice: Invoice) -> out.InvoiceOut:
    return out.InvoiceOut(
        system=invoice.system,
        number=invoice.number,
        state=invoice.state,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        currency=invoice.net.currency,
        net=invoice.net.amount,
        tax=invoice.tax.amount,
        gross=invoice.gross.amount,
    )


def _cancellable(order: Order) -> bool:
    untouched = all(part.state in {ExportState.WAITING, ExportState.PARKED} for part in order.parts)
    return not order.source and order.state is OrderState.PLACED and untouched
