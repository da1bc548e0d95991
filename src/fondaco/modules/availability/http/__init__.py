"""Routes of availability."""

from fondaco.modules.availability.http import backorders, promises, terms

ROUTES = [*promises.ROUTES, *terms.ROUTES, *backorders.ROUTES]

__all__ = ["ROUTES"]
