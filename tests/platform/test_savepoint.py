from contextlib import suppress

from sqlalchemy import text

from fondaco.platform.transaction import Tx
from tests.platform.events import BrokenError, counted


def test_a_part_that_fails_takes_its_rows_and_facts_with_it(tx: Tx) -> None:
    done: list[str] = []
    tx.publish(counted(0, 0))
    with suppress(BrokenError), tx.savepoint():
        tx.execute(text("INSERT INTO platform.subscription (name, position) VALUES ('mine', 1)"))
        tx.publish(counted(0, 1))
        tx.after_commit(lambda: done.append("part"))
        raise BrokenError
    assert tx.events == (counted(0, 0),)
    assert tx.execute(text("SELECT count(*) FROM platform.subscription")).scalar_one() == 0
    tx.committed()
    assert done == []


def test_a_part_that_goes_well_stays(tx: Tx) -> None:
    with tx.savepoint():
        tx.publish(counted(0, 0))
        tx.execute(text("INSERT INTO platform.subscription (name, position) VALUES ('mine', 1)"))
    assert tx.events == (counted(0, 0),)
    assert tx.execute(text("SELECT count(*) FROM platform.subscription")).scalar_one() == 1
