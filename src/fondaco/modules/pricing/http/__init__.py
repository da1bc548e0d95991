"""The routes of pricing."""

from typing import Any

from fondaco.modules.pricing.http import contracts, downloads, payment, prices, procedures, rates, records, taxes

ROUTES: list[Any] = [
    *prices.ROUTES,
    *downloads.ROUTES,
    *records.ROUTES,
    *procedures.ROUTES,
    *rates.ROUTES,
    *payment.ROUTES,
    *contracts.ROUTES,
    *taxes.ROUTES,
]
