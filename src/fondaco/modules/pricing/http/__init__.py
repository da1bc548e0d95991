"""The routes of pricing."""

from typing import Any

from fondaco.modules.pricing.http import prices, records, rules

ROUTES: list[Any] = [*prices.ROUTES, *records.ROUTES, *rules.ROUTES]
