"""Why this price, in words: what decided, what followed, and what was passed over, in German or English."""

from decimal import Decimal

from fondaco.kernel.money import decimals
from fondaco.modules.pricing.model.find import access_of
from fondaco.modules.pricing.types import (
    Access,
    BecauseStep,
    Calculation,
    Charge,
    FreeGoods,
    Kind,
    Passed,
    PriceRecord,
    TaxReason,
)

_WORDS = {
    "de": {
        "contract": "Vertragspreis", "price_list": "Preis der Preisliste", "list": "Listenpreis",
        "discount": "Rabatt", "surcharge": "Zuschlag", "per": "je", "from": "ab", "inherited": "vereinbart von der "
        "übergeordneten Organisation", "of_list": "des Listenpreises", "until": "gültig bis",
        "segment": "Preis Ihrer Kundengruppe", "by_hand": "Von Hand gegebener Preis", "arm": "Aktionspreis", "minimum": "Mindestpreis", "cost": "Kosten",
        "once": "einmalig je Position", "metal": "Metallzuschlag, enthaltene Notierung",
        "not_best": "eine andere Bedingung ist günstiger für Sie",
        "document_discount": "Auftragsrabatt", "freight": "Fracht", "small_order": "Mindermengenzuschlag",
        "free_of": "davon ohne Berechnung", "free_on_top": "zusätzlich ohne Berechnung", "each": "je",
        "free": "Naturalrabatt",
        "lower_scale": "niedrigere Staffel oder weniger genau", "later_access": "die Vereinbarung geht vor",
        "scale_not_reached": "Staffelmenge nicht erreicht",
        "tax": "Umsatzsteuer", "domestic": "Satz im Land des Verkäufers", "union": "Satz des Verkäufers, da keine gültige "
        "USt-IdNr. eines anderen Mitgliedstaats vorliegt", "export": "Ausfuhr aus dem Land des Verkäufers",
        "unconfirmed": "Satz des Verkäufers, da Ihre USt-IdNr. noch nicht bestätigt ist",
        "outdated": "Satz des Verkäufers, da die letzte Bestätigung Ihrer USt-IdNr. zu lange zurückliegt",
        "denied": "Satz des Verkäufers, da Ihre USt-IdNr. im Register nicht gefunden wurde",
        "exempt": "steuerbefreit nach der Bescheinigung, die uns von Ihnen vorliegt",
        "intra_community": "steuerfreie innergemeinschaftliche Lieferung, Art. 138 der Richtlinie 2006/112/EG",
    },
    "en": {
        "contract": "Contract price", "price_list": "Price list", "list": "List price", "discount": "Discount",
        "surcharge": "Surcharge", "per": "per", "from": "from", "inherited": "agreed by the parent organisation",
        "segment": "Price of your segment", "by_hand": "Price given by hand", "arm": "Promotional price", "minimum": "Minimum price", "cost": "Cost",
        "once": "once per line", "metal": "Metal surcharge, quotation included",
        "not_best": "another condition is better for you",
        "document_discount": "Order discount", "freight": "Freight", "small_order": "Small-order surcharge",
        "free_of": "of it free of charge", "free_on_top": "on top free of charge", "each": "per",
        "free": "Free goods",
        "of_list": "of the list price", "until": "valid until", "lower_scale": "lower scale or less specific",
        "later_access": "the agreement goes first", "scale_not_reached": "scale quantity not reached",
        "tax": "VAT", "domestic": "rate of the seller's country", "union": "rate of the seller, without a valid VAT number "
        "of another member state", "export": "export from the seller's country",
        "unconfirmed": "rate of the seller, because your VAT number has not been confirmed yet",
        "outdated": "rate of the seller, because your VAT number was last confirmed too long ago",
        "denied": "rate of the seller, because your VAT number was not found in the register",
        "exempt": "exempt by the certificate that we have on file for you",
        "intra_community": "exempt intra-Community supply, Art. 138 of Directive 2006/112/EC",
    },
}  # fmt: skip


BETWEEN = " ¦ "


def step(*, step: BecauseStep, nearest: object, language: str) -> str:
    """Say one step; `nearest` is the buying organisation itself, so that an inherited agreement is told as such."""
    words = _words(language)
    named = words[step.access.value] if step.step == "base" and step.access else words[step.step]
    said = f"{named} {value(record=step.record, language=language)}{_scale(step.record, language)}"
    if step.access is Access.CONTRACT and step.owner != nearest:
        said += f", {words['inherited']}"
    if step.record.valid.end is not None:
        said += f", {words['until']} {_day(step.record, language)}"
    return f"{said} ({in_language(step.record.text, language)})" if step.record.text else said


def charge(*, charge: Charge, language: str) -> str:
    """Name a charge of a document: by its own text, or by what its type is usually called; with its percentage."""
    words = _words(language)
    named = (
        in_language(charge.record.text, language) or words.get(charge.type) or words.get(charge.kind.value, charge.type)
    )
    percent = charge.record.calculation is Calculation.PERCENT
    return f"{named} {_number(charge.record.amount, language)} %" if percent else named


def free(*, free: FreeGoods, language: str) -> str:
    """Say how much is free: of what is ordered, or on top of it, and by which rule."""
    words, record = _words(language), free.record
    how = words["free_of" if free.inclusive else "free_on_top"]
    amount, per = _number(record.amount, language), _number(record.per, language)
    rule = f"{amount} {words['each']} {per} {record.unit}"
    quantity = f"{_number(free.quantity.value, language)} {free.quantity.unit}"
    return f"{quantity} {how} ({in_language(record.text, language) or rule})"


def in_language(text: str, language: str) -> str:
    """Return the part of a text that is in a language, where it is stated in several: `de: Herbst ¦ en: Autumn`."""
    if BETWEEN not in text:
        return text
    parts = dict(part.partition(": ")[::2] for part in text.split(BETWEEN))
    return parts.get(language) or parts.get("en") or text


def tax(*, rate: Decimal, reason: TaxReason, language: str) -> str:
    """Say which tax is due and why."""
    words = _words(language)
    return f"{words['tax']} {_number(rate, language)} %: {words[reason.value]}"


def passed(*, passed: Passed, language: str) -> str:
    """Say why a record did not decide."""
    record = passed.record
    words = _words(language)
    kind = access_of(record).value if record.kind is Kind.PRICE else record.kind.value
    told = f"{words[kind]} {value(record=record, language=language)}{_scale(record, language)}"
    return f"{told}: {words[passed.reason]}"


def value(*, record: PriceRecord, language: str) -> str:
    """Say what a record states: an amount per quantity, a percentage, a share of the list price."""
    words = _words(language)
    if record.calculation is Calculation.PERCENT:
        return f"{_number(record.amount, language)} %"
    if record.calculation is Calculation.FACTOR:
        return f"{_number(record.amount * 100, language)} % {words['of_list']}"
    if record.calculation is Calculation.FIXED:
        return f"{_money(record, language)} {words['once']}"
    per = f"{_number(record.per, language)} {record.unit}"
    return f"{_money(record, language)} {words['per']} {per}"


def _scale(record: PriceRecord, language: str) -> str:
    if record.scale <= 1:
        return ""
    return f" {_words(language)['from']} {_number(record.scale, language)} {record.unit}"


def _day(record: PriceRecord, language: str) -> str:
    end = record.valid.end
    if end is None:
        return ""
    return f"{end:%d.%m.%Y}" if language == "de" else f"{end:%Y-%m-%d}"


def _money(record: PriceRecord, language: str) -> str:
    """Write an amount with all of its decimals, and at least the coins of its currency."""
    text = _number(record.amount, language)
    mark = "," if language == "de" else "."
    whole, _, coins = text.partition(mark)
    places = decimals(record.currency)
    return f"{whole}{mark}{coins.ljust(places, '0')} {record.currency}" if places else f"{text} {record.currency}"


def _number(number: Decimal, language: str) -> str:
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "de" else text


def _words(language: str) -> dict[str, str]:
    return _WORDS.get(language, _WORDS["en"])
