"""The scope of buyer data as a condition of a query."""

from sqlalchemy import Column, ColumnElement, true

from fondaco.kernel.actor import Actor


def within(column: Column[object], actor: Actor) -> ColumnElement[bool]:
    """Only rows of organisations that the actor sees; staff and machines see all."""
    if actor.organisations is None:
        return true()
    return column.in_(sorted(actor.organisations))
