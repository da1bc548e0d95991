"""Refusals of catalog."""

from fondaco.kernel.errors import NotFound


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
