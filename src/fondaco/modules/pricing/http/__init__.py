"""The routes of pricing."""

from typing import Any

from fondaco.modules.pricing.http import downloads, prices, records, rules

ROUTES: list[Any] = [*prices.ROUTES, *downloads.ROUTES, *records.ROUTES, *rules.ROUTES]
