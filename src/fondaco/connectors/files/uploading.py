"""Uploaded files are looked at whole while somebody waits: a file that no run could take is refused at once."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

from fondaco.connectors.files.checks import check_file, kind_of
from fondaco.connectors.files.types import FileMapping
from fondaco.kernel.errors import Invalid, Problem

_START = 8192


def check_uploads(*, mapping: FileMapping, given: Mapping[str, bytes]) -> None:
    """Refuse files that are not what the mapping's sources of their names say; `problems` has one part per bad file.

    The files are `given` by name in the order of the form, which the pointers count. A name that no source reads is
    only looked at for being a table at all.
    """
    found: list[tuple[Problem, Invalid]] = []
    with TemporaryDirectory(prefix="fondaco-upload-") as place:
        for number, (name, content) in enumerate(given.items()):
            try:
                _check(mapping, Path(place) / name, content)
            except Invalid as refusal:
                pointer = f"/data/{number}"
                facts = {"file": name, **refusal.facts}
                found.append((Problem(pointer=pointer, code=refusal.code, detail=refusal.detail, facts=facts), refusal))
    if found:
        _, first = found[0]
        raise type(first)(first.detail, problems=[problem for problem, _ in found], **first.facts)


def _check(mapping: FileMapping, path: Path, content: bytes) -> None:
    kind_of(content[:_START])
    source = next((one for one in mapping.sources.values() if fnmatchcase(path.name, one.path)), None)
    if source is not None:
        path.write_bytes(content)
        check_file(path, kind=source.kind)
        path.unlink()
