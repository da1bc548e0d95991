"""Refusals of catalog."""

from fondaco.kernel.errors import NotFound


class UnknownProduct(NotFound):
    """There is no such product, or it is not for this buyer."""

    code = "catalog.unknown_product"
    title = "There is no such product."


class UnknownMedia(NotFound):
    """There is no such picture or document."""

    code = "catalog.unknown_media"
    title = "There is no such picture or document."
