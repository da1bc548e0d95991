"""The house filled from Tryton is for these tests alone."""

from tests.support.tryton_house import house, loaded

__all__ = ["house", "loaded"]
