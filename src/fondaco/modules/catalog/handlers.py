"""What catalog offers to composition: its projection."""

from fondaco.modules.catalog.shelf import Shelf

FOLLOWERS = (Shelf,)
