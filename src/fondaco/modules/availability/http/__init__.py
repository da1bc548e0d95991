"""Routes of availability."""

from fondaco.modules.availability.http import promises, terms

ROUTES = [*promises.ROUTES, *terms.ROUTES]

__all__ = ["ROUTES"]
