"""Whose rows an actor sees: the limit that every query on buyer data takes."""

from typing import Any

from sqlalchemy import ColumnElement, true

from fondaco.kernel.actor import Actor


def scope(actor: Actor, column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Limit a query to the organisations that the actor sees."""
    return true() if actor.organisations is None else column.in_(actor.organisations)
