"""Importing: exactly the bad rows are set aside, full and delta mean what they say, a dry run leaves no trace."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.errors import BadRecord, NotCorrectable
from fondaco.connectors.intake.types import Mode, QuarantineState, RunState
from fondaco.platform.transaction import Database
from tests.files.builders import NOW, clear, importing, products, set_aside, write

pytestmark = pytest.mark.slow

# Each bad in its own way: at the file, at the mapping, at the canonical record, at the room's door.
BAD = ["{nr};Scheibe;1.5", "{nr};Scheibe", "{nr};;1", "{nr};Scheibe;0", "{nr};Scheibe;1;zu viel", ";Scheibe;1",
       "{nr};Scheibe;-1"]  # fmt: skip


@settings(max_examples=25)
@given(rows=st.lists(st.sampled_from(["good", *BAD]), min_size=1, max_size=12))
def test_exactly_the_bad_rows_are_set_aside(database: Database, tmp_path: Path, rows: list[str]) -> None:
    clear(database)
    lines = [f"A{n};Mutter {n};{n + 1},5" if row == "good" else row.format(nr=f"A{n}") for n, row in enumerate(rows)]
    write(tmp_path, *lines)
    run, report = importing(database, tmp_path)
    good = {f"A{n}" for n, row in enumerate(rows) if row == "good"}
    assert run.state is RunState.SUCCEEDED
    assert set(products(database)) == good
    assert [found.line for found in set_aside(database)] == [n + 2 for n, row in enumerate(rows) if row != "good"]
    assert (report.total.read, report.total.created, report.total.refused) == (
        len(rows),
        len(good),
        len(rows) - len(good),
    )


PRODUCT_SETS = st.dictionaries(st.sampled_from("ABCDEF"), st.integers(1, 4), min_size=1, max_size=6)


@settings(max_examples=20)
@given(first=PRODUCT_SETS, then=PRODUCT_SETS)
def test_full_then_delta_is_the_same_as_full(
    database: Database, tmp_path: Path, first: dict[str, int], then: dict[str, int]
) -> None:
    def state(*loads: tuple[dict[str, int], Mode]) -> dict[str, tuple[str, str, bool]]:
        clear(database)
        for stated, mode in loads:
            write(tmp_path, *(f"{sku};Teil {sku}{least};{least}" for sku, least in stated.items()))
            assert importing(database, tmp_path, mode=mode)[0].state is RunState.SUCCEEDED
        return products(database)

    assert state((first, Mode.FULL), (then, Mode.DELTA)) == state(({**first, **then}, Mode.FULL))


@settings(max_examples=15)
@given(first=PRODUCT_SETS, then=PRODUCT_SETS)
def test_a_full_load_ends_what_it_does_not_name(
    database: Database, tmp_path: Path, first: dict[str, int], then: dict[str, int]
) -> None:
    clear(database)
    for stated in (first, then):
        write(tmp_path, *(f"{sku};Teil;{least}" for sku, least in stated.items()))
        _, report = importing(database, tmp_path)
    active = {sku for sku, (_, _, active) in products(database).items() if active}
    assert active == set(then)
    assert report.total.ended == len(set(first) - set(then))


def test_a_bad_row_is_not_a_missing_one(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "A1;Mutter;1", "A2;Bolzen;1")
    importing(database, tmp_path)
    write(tmp_path, "A1;Mutter;1,x")
    _, report = importing(database, tmp_path)
    assert products(database) == {"A1": ("Mutter", "1", True), "A2": ("Bolzen", "1", False)}
    assert (report.total.refused, report.total.ended) == (1, 1)


def test_what_was_ended_comes_back_when_it_is_named_again(database: Database, tmp_path: Path) -> None:
    for rows in (["A1;Mutter;1", "A2;Bolzen;1"], ["A2;Bolzen;1"], ["A1;Mutter;1", "A2;Bolzen;1"]):
        write(tmp_path, *rows)
        importing(database, tmp_path)
    assert all(active for _, _, active in products(database).values())


def test_a_key_that_comes_twice_is_set_aside_the_second_time(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "A1;Mutter;1", name="artikel-1.csv")
    write(tmp_path, "A1;Bolzen;1", "A2;Bolzen;1", name="artikel-2.csv")
    importing(database, tmp_path)
    (found,) = set_aside(database)
    assert (found.file, found.line, found.problem.code) == ("artikel-2.csv", 2, "intake.key_twice")
    assert products(database)["A1"][0] == "Mutter"


def test_a_dry_run_tells_everything_and_leaves_nothing(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "A1;Mutter;1", "A2;Bolzen;x")
    run, report = importing(database, tmp_path, dry_run=True)
    assert (report.total.created, report.total.refused) == (1, 1)
    ((origin, problem),) = report.problems
    assert (origin.file, origin.line, problem.column, problem.value) == ("artikel.csv", 3, "MENGE", "x")
    assert products(database) == {}
    assert set_aside(database) == []
    with database.transaction() as tx:
        assert intake.run(tx=tx, id=run.id).total == report.total
        assert len(intake.run_problems(tx=tx, id=run.id)) == 1
        assert tx.execute(text("SELECT count(*) FROM intake.delivery")).scalar_one() == 0


def test_a_quarantined_row_says_where_and_why(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "A1;Mutter;12.5")
    importing(database, tmp_path)
    (found,) = set_aside(database)
    assert (found.file, found.line) == ("artikel.csv", 2)
    assert (found.problem.column, found.problem.value, found.problem.field) == ("MENGE", "12.5", "minimum")
    assert found.problem.code == "files.bad_number"
    assert found.raw == {"NR": "A1", "NAME": "Mutter", "MENGE": "12.5"}
    assert found.fields == {"key": "A1", "sku": "A1", "names.de": "Mutter", "minimum": "12.5"}


def test_it_is_corrected_and_replayed_once(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "A1;Mutter;0")
    importing(database, tmp_path)
    (found,) = set_aside(database)
    with pytest.raises(BadRecord), database.transaction() as tx:
        intake.replay(tx=tx, id=found.id, by="Eva", as_of=NOW)
    with pytest.raises(BadRecord) as refused, database.transaction() as tx:
        intake.correct(tx=tx, id=found.id, changes={"minimum": "zwei"}, by="Eva", as_of=NOW)
    assert refused.value.problems[0].pointer == "/fields/minimum"
    assert set_aside(database) == [found]
    with database.transaction() as tx:
        corrected = intake.correct(tx=tx, id=found.id, changes={"minimum": "2.5"}, by="Eva", as_of=NOW)
        assert corrected.state is QuarantineState.CORRECTED
        replayed = intake.replay(tx=tx, id=found.id, by="Eva", as_of=NOW)
    assert (replayed.state, replayed.changed_by) == (QuarantineState.REPLAYED, "Eva")
    assert products(database) == {"A1": ("Mutter", "2.5", True)}
    with pytest.raises(NotCorrectable), database.transaction() as tx:
        intake.replay(tx=tx, id=found.id, by="Eva", as_of=NOW)


def test_a_dismissed_row_stays_readable_and_closed(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "A1;Mutter;x")
    importing(database, tmp_path)
    (found,) = set_aside(database)
    with database.transaction() as tx:
        assert intake.dismiss(tx=tx, id=found.id, by="Eva", as_of=NOW).state is QuarantineState.DISMISSED
    with pytest.raises(NotCorrectable), database.transaction() as tx:
        intake.correct(tx=tx, id=found.id, changes={"minimum": "1"}, by="Eva", as_of=NOW)


def test_values_no_database_can_store_are_set_aside_alone(database: Database, tmp_path: Path) -> None:
    good = [f"A{n};Mutter mit einem langen Namen;1" for n in range(400)]
    write(tmp_path, *good, "B1;Mut\x00ter;1", "B2;Bolzen;1")
    importing(database, tmp_path)
    assert set(products(database)) == {*(f"A{n}" for n in range(400)), "B2"}
    (found,) = set_aside(database)
    assert (found.line, found.problem.field) == (402, "names.de")
