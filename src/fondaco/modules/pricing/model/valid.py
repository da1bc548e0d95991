"""What a condition record must be to be taken at all."""

from decimal import Decimal

from fondaco.modules.pricing.types import Calculation, Kind, PriceRecordDraft, ScaleBy

# ISO 4217 codes of the currencies that are quoted somewhere; a typing error is not one of them.
CURRENCIES = frozenset(
    {
        "AED", "ARS", "AUD", "BAM", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR",
        "GBP", "GEL", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KRW", "KWD", "KZT", "MAD", "MDL", "MKD", "MXN",
        "MYR", "NOK", "NZD", "PEN", "PHP", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TND", "TRY",
        "TWD", "UAH", "USD", "UYU", "VND", "ZAR",
    }
)  # fmt: skip
_MOST_PERCENT = Decimal(100)


def flaw(draft: PriceRecordDraft) -> tuple[str, str, str] | None:
    """Return the first thing wrong with a draft as (field, code, reason), or None."""
    percent = draft.calculation is Calculation.PERCENT
    checks = (
        (draft.currency in CURRENCIES, "currency", "pricing.unknown_currency", f"{draft.currency!r} is no currency."),
        (draft.per > 0, "per", "pricing.per_zero", "A price is per more than zero units."),
        (draft.scale >= 0, "scale", "pricing.negative_scale", "A scale is zero or more."),
        (draft.amount >= 0, "amount", "pricing.negative_amount", "An amount is zero or more."),
        (
            not (percent and draft.kind is not Kind.SURCHARGE and draft.amount > _MOST_PERCENT),
            "amount",
            "pricing.percent_too_high",
            "More than 100 % cannot be taken off.",
        ),
        (
            sum(owner is not None for owner in (draft.organisation, draft.price_list, draft.segment, draft.arm)) <= 1,
            "price_list",
            "pricing.two_owners",
            "A record is for one of organisation, price list, segment and arm, not for several.",
        ),
        (
            (draft.kind is Kind.FREE) == (draft.calculation in (Calculation.INCLUSIVE, Calculation.EXCLUSIVE)),
            "calculation",
            "pricing.free_goods",
            "Free goods are inclusive or exclusive, and nothing else is.",
        ),
        (
            draft.calculation is not Calculation.INCLUSIVE or draft.amount < draft.per,
            "amount",
            "pricing.more_free_than_ordered",
            "Not all that is ordered can be free.",
        ),
        (
            draft.kind is not Kind.FREE or draft.scale_by is ScaleBy.QUANTITY,
            "scale_by",
            "pricing.free_by_quantity",
            "Free goods depend on the quantity.",
        ),
        (
            draft.scale_by is not ScaleBy.VALUE or draft.kind is not Kind.PRICE,
            "scale_by",
            "pricing.scale_of_nothing",
            "A base price cannot depend on the value that it makes.",
        ),
        (
            draft.scale_by is not ScaleBy.GRADUATED
            or (draft.kind is Kind.PRICE and draft.calculation is Calculation.AMOUNT),
            "scale_by",
            "pricing.graduated_price_only",
            "Only a base price as an amount can be graduated.",
        ),
        (
            (draft.calculation is Calculation.METAL) == (draft.metal is not None),
            "metal",
            "pricing.which_metal",
            "A metal surcharge names its metal, and nothing else does.",
        ),
        (
            draft.product is None or draft.category is None,
            "category",
            "pricing.two_objects",
            "A record is for a product or for a category, not for both.",
        ),
        (
            draft.kind is not Kind.PRICE or draft.product is not None or draft.calculation is not Calculation.AMOUNT,
            "product",
            "pricing.price_without_product",
            "A base price as an amount is for one product.",
        ),
        (
            draft.kind is Kind.PRICE or draft.calculation is not Calculation.FACTOR,
            "calculation",
            "pricing.factor_of_what",
            "Only a base price can be a factor of the list price.",
        ),
        (
            draft.kind is not Kind.PRICE
            or draft.calculation is Calculation.AMOUNT
            or draft.organisation is not None
            or draft.price_list is not None
            or draft.segment is not None
            or draft.arm is not None,
            "calculation",
            "pricing.list_of_list",
            "A list price cannot be a factor of itself.",
        ),
    )
    return next(((field, code, reason) for good, field, code, reason in checks if not good), None)
