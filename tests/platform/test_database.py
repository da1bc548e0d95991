import socket
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from fondaco.platform.transaction import Database, Tx
from tests.support.outside import NetworkUsedError


def test_each_test_has_a_migrated_database_of_its_own(database: Database) -> None:
    with database.transaction() as tx:
        assert tx.execute(text("SELECT position FROM platform.event_log_head")).scalar_one() == 0


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_writes_in_its_transaction_is_gone_afterwards(tx: Tx, turn: int) -> None:
    insert = text("INSERT INTO platform.subscription (name, position) VALUES ('mine', :turn) RETURNING position")
    assert tx.execute(insert, {"turn": turn}).scalar_one() == turn


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    with suppress(RuntimeError), database.transaction() as tx:
        tx.execute(text("INSERT INTO platform.subscription (name, position) VALUES ('mine', 1)"))
        raise RuntimeError
    with database.transaction() as tx:
        assert tx.execute(text("SELECT count(*) FROM platform.subscription")).scalar_one() == 0


def test_the_action_after_commit_sees_the_commit_and_never_happens_after_a_rollback(database: Database) -> None:
    seen: list[int] = []

    def count() -> None:
        with database.transaction() as later:
            seen.append(later.execute(text("SELECT count(*) FROM platform.subscription")).scalar_one())

    with suppress(RuntimeError), database.transaction() as tx:
        tx.after_commit(count)
        raise RuntimeError
    assert seen == []
    with database.transaction() as tx:
        tx.execute(text("INSERT INTO platform.subscription (name, position) VALUES ('mine', 1)"))
        tx.after_commit(count)
    assert seen == [1]


def test_no_test_leaves_the_machine() -> None:
    with socket.socket() as outside, pytest.raises(NetworkUsedError):
        outside.connect(("192.0.2.1", 80))


def test_third_party_data_is_a_folder(shared_data: Path) -> None:
    assert shared_data.is_dir()
