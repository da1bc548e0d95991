"""One import: check every file, then give the sink all records of all loads in the order of the mapping."""

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from fondaco.connectors.files.checks import check_file
from fondaco.connectors.files.readers.opening import paths_of
from fondaco.connectors.files.records import RecordReader
from fondaco.connectors.files.types import FileMapping
from fondaco.connectors.intake.api import Sink
from fondaco.connectors.intake.types import Kind, Mode, Record, Rejected


def deliver(*, mapping: FileMapping, folder: Path, mode: Mode, sink: Sink) -> None:
    """Load the files of a folder.

    Every file is checked whole before the first record is stored: a file that is cut off, a bomb, of a wrong type or
    without a needed column leaves everything as it was. All price records come as one stream, where the last load of
    prices stands. A full load that came to its end then ends what it did not name.
    """
    used = {load.file for load in mapping.loads} | {join.file for load in mapping.loads for join in load.joins}
    for name in sorted(used):
        source = mapping.sources[name]
        for path in paths_of(folder, source):
            check_file(path, kind=source.kind)
    prices = [load for load in mapping.loads if load.kind is Kind.PRICE_RECORD]
    readers = [RecordReader(folder=folder, mapping=mapping, load=load) for load in mapping.loads]
    for load, reader in zip(mapping.loads, readers, strict=True):
        if load.kind is not Kind.PRICE_RECORD:
            sink.take(reader)
        elif load is prices[-1]:
            streams = [r for r, its in zip(readers, mapping.loads, strict=True) if its.kind is Kind.PRICE_RECORD]
            sink.take_prices(_one_after_the_other(streams), complete=mode is Mode.FULL)
    sink.end_missing(dict.fromkeys(load.kind for load in reversed(mapping.loads)))


def _one_after_the_other(streams: list[RecordReader]) -> Callable[[], Iterator[Record | Rejected]]:
    return lambda: chain.from_iterable(streams)
