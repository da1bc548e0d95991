"""Compiling the price book: all condition records into one file that the processes of a machine share."""

from pathlib import Path

from sqlalchemy import delete, insert

from fondaco.kernel.ids import new_id
from fondaco.modules.catalog import api as catalog
from fondaco.modules.pricing.columns import file
from fondaco.modules.pricing.columns.profile import Codes
from fondaco.modules.pricing.columns.rows import Vocabulary
from fondaco.modules.pricing.columns.wares import Wares
from fondaco.modules.pricing.events import BookCompiled
from fondaco.modules.pricing.store import bulk, read
from fondaco.modules.pricing.tables import compiled_book
from fondaco.platform.transaction import Database

# Fewer changes than this are read one by one at a start without anybody noticing.
WORTH_COMPILING = 20_000
_KEPT = 5


def compile_book(*, database: Database, folder: Path, worth: int = WORTH_COMPILING) -> Path | None:
    """Write a new file where enough changed since the last one; return its path, or None where it is not worth it.

    Buyers read on from the old one; processes take the new one when they hear of it. Running it twice does no harm.
    """
    with database.snapshot() as tx:
        last = file.newest(folder=folder, tokens=read.tokens(tx=tx))
        since = last.load if last is not None else -1
        load = read.last_load(tx=tx)
        if load <= since or read.count_since(tx=tx, load=since, most=worth) < worth:
            return None
        vocabulary = Vocabulary()
        wares = Wares(vocabulary=vocabulary, units=Codes())
        wares.put(catalog.handlings(tx=tx))
        segment = bulk.read_segment(tx=tx, vocabulary=vocabulary, goods=wares)
    token = new_id()
    path = file.write(folder=folder, load=load, token=token, vocabulary=vocabulary, segment=segment)
    with database.transaction() as tx:
        known = read.tokens(tx=tx)
        tx.execute(delete(compiled_book).where(compiled_book.c.token.in_(known[:-_KEPT])))
        tx.execute(insert(compiled_book), {"token": token, "load": load})
        tx.publish(BookCompiled(load=load))
    return path
