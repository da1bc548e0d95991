"""Refusals of catalog."""

from fondaco.kernel.errors import Conflict, Invalid, NotFound


class UnknownProduct(NotFound):
    """There is no such product, or it is not for this buyer."""

    code = "catalog.unknown_product"
    title = "There is no such product."


class UnknownCategory(NotFound):
    """No category has this id."""

    code = "catalog.unknown_category"
    title = "There is no such category."


class UnknownMedia(NotFound):
    """There is no such picture or document."""

    code = "catalog.unknown_media"
    title = "There is no such picture or document."


class UnknownAssortment(NotFound):
    """No assortment has this id."""

    code = "catalog.unknown_assortment"
    title = "There is no such assortment."


class AssortmentTaken(Conflict):
    """Another assortment has this code."""

    code = "catalog.assortment_taken"
    title = "Another assortment has this code."


class BadAssortment(Invalid):
    """An assortment that cannot be meant; each flaw is named."""

    code = "catalog.bad_assortment"
    title = "The assortment is not valid."
