"""Routes of availability."""

from fondaco.modules.availability.http import allocations, backorders, promises, terms

ROUTES = [*promises.ROUTES, *terms.ROUTES, *backorders.ROUTES, *allocations.ROUTES]

__all__ = ["ROUTES"]
