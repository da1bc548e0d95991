"""What pricing offers to composition: its projection, and the book that is compiled from time to time."""

from pathlib import Path

from fondaco.modules.pricing import api
from fondaco.modules.pricing.api import PriceBook
from fondaco.platform.jobs import Job
from fondaco.platform.settings import Settings
from fondaco.platform.subscriptions import Subscription
from fondaco.platform.transaction import Database


def book_folder(home: Path) -> Path:
    """Return where the compiled price books of a house lie."""
    return home / "price_book"


def compile_book(*, database: Database) -> None:
    """Write a new book where enough changed; processes on other machines read the tables instead."""
    api.compile_book(database=database, folder=book_folder(Settings.from_environment().home))


SUBSCRIPTIONS: tuple[Subscription, ...] = ()
JOBS: tuple[Job, ...] = (Job(name="pricing.compile_book", run=compile_book, every="*/5 * * * *"),)
FOLLOWERS = (PriceBook,)
