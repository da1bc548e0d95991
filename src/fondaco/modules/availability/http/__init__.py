"""Routes of availability."""

from fondaco.modules.availability.http import allocations, backorders, promises, sources, terms

ROUTES = [*promises.ROUTES, *terms.ROUTES, *backorders.ROUTES, *allocations.ROUTES, *sources.ROUTES]

__all__ = ["ROUTES"]
