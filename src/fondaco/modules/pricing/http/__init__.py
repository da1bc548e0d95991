"""The routes of pricing."""

from typing import Any

from fondaco.modules.pricing.http import (
    checks,
    contracts,
    downloads,
    effects,
    finding,
    payment,
    prices,
    procedures,
    promotions,
    proposals,
    rates,
    records,
    taxes,
)

ROUTES: list[Any] = [
    *prices.ROUTES,
    *checks.ROUTES,
    *downloads.ROUTES,
    *records.ROUTES,
    *effects.ROUTES,
    *procedures.ROUTES,
    *rates.ROUTES,
    *payment.ROUTES,
    *contracts.ROUTES,
    *finding.ROUTES,
    *proposals.ROUTES,
    *promotions.ROUTES,
    *taxes.ROUTES,
]
