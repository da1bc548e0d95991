"""What stays is searched for rubbish once, and not while it is taken in."""

import gc
from collections.abc import Iterator

import pytest

from fondaco.platform import heap


@pytest.fixture(autouse=True)
def _nothing_set_aside() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


def test_nothing_is_searched_while_much_is_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heap, "_MUCH_SECONDS", 0.0)
    with heap.taking_in():
        assert not gc.isenabled()
        held = [[] for _ in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= len(held)


def test_little_is_not_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heap, "_MUCH_SECONDS", 60.0)
    with heap.taking_in():
        pass
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_searching_goes_on_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), heap.taking_in():
        raise ZeroDivisionError
    assert gc.isenabled()


def test_who_searches_not_is_not_made_to() -> None:
    gc.disable()
    try:
        with heap.taking_in():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_only_a_long_search_through_everything_sets_aside_what_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    before = list(gc.callbacks)
    with heap.short_searches():
        monkeypatch.setattr(heap, "_LONG_SECONDS", 60.0)
        gc.collect()
        assert gc.get_freeze_count() == 0
        monkeypatch.setattr(heap, "_LONG_SECONDS", 0.0)
        gc.collect(1)
        assert gc.get_freeze_count() == 0
        gc.collect()
        assert gc.get_freeze_count() > 0
    # Others in this process may have asked for the same.
    assert gc.callbacks == before
