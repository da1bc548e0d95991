"""Refusals of catalog."""

from fondaco.kernel.errors import Invalid, NotFound


class UnknownProduct(NotFound):
    """There is no such product, or it is not for this buyer."""

    code = "catalog.unknown_product"
    title = "There is no such product."


class UnknownMedia(NotFound):
    """There is no such picture or document."""

    code = "catalog.unknown_media"
    title = "There is no such picture or document."


class BadProduct(Invalid):
    """A draft that breaks a rule of the catalogue; the facts name the field."""

    code = "catalog.bad_product"
    title = "The product is not valid."
