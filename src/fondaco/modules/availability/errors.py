"""Refusals of availability."""

from fondaco.kernel.errors import Conflict, Invalid, NotFound


class NoSuchStock(NotFound):
    """Nothing is known of this product at this location."""

    code = "availability.no_such_stock"
    title = "There is no stock of this product at this location."


class BadStock(Invalid):
    """A stock that cannot be: less than nothing, or more blocked than there is."""

    code = "availability.bad_stock"
    title = "The stock is not valid."


class AlreadyReserved(Conflict):
    """The document holds quantities already; they have to be released first."""

    code = "availability.already_reserved"
    title = "This document holds quantities already."


class BackorderNotAllowed(Conflict):
    """Some lines are for more than a policy of backorders lets be ordered; each is named with what is possible."""

    code = "availability.backorder_not_allowed"
    title = "Some lines are for more than can be delivered."


class BadAvailabilityLines(Invalid):
    """Some lines cannot be asked for; each is named."""

    code = "availability.bad_lines"
    title = "Some lines cannot be answered."


class NoSuchLocation(NotFound):
    """There is no place with stock of this id."""

    code = "availability.no_such_location"
    title = "There is no such location."


class NoSuchAllocation(NotFound):
    """Nothing was ever kept under this id."""

    code = "availability.no_such_allocation"
    title = "There is no such allocation."


class BadAllocation(Invalid):
    """A quantity that cannot be kept; each flaw is named."""

    code = "availability.bad_allocation"
    title = "The allocation is not valid."


class NoSuchSource(NotFound):
    """No source of stock of this name was ever heard from."""

    code = "availability.no_such_source"
    title = "There is no such source of stock."


class BadTerms(Invalid):
    """A calendar, transport time, receiving day or rule that cannot be; each flaw is named."""

    code = "availability.bad_terms"
    title = "The terms of delivering are not valid."
