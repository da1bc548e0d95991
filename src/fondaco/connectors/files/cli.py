"""The command `fondaco import`: load a folder of files by a mapping, with a report of what was done or would be."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from fondaco.connectors.files import api as files
from fondaco.connectors.files.database import open_database
from fondaco.connectors.files.errors import FileMissing
from fondaco.connectors.intake.types import Mode, Report, Run, RunState
from fondaco.kernel.clock import now
from fondaco.kernel.ids import public_id
from fondaco.platform.settings import Settings

_SHOWN = 20
_SET_ASIDE = 4
_FAILED = 3


def main(arguments: Sequence[str]) -> int:
    """Import; answer 0, or 4 if records were set aside, or 3 if the run failed."""
    parser = argparse.ArgumentParser(prog="fondaco import", description="Load files by a mapping.")
    parser.add_argument("mapping", type=Path, help="the mapping file (YAML)")
    parser.add_argument("--folder", type=Path, help="the folder of the files (the mapping's own folder)")
    parser.add_argument("--dry-run", action="store_true", help="do everything, report it, and undo it")
    parser.add_argument("--delta", action="store_true", help="the files hold only what changed; nothing is ended")
    given = parser.parse_args(arguments)
    if not given.mapping.is_file():
        raise FileMissing(f"There is no mapping {given.mapping}.", file=str(given.mapping))
    folder = given.folder or given.mapping.parent
    if not folder.is_dir():
        raise FileMissing(f"There is no folder {folder}.", folder=str(folder))
    text = given.mapping.read_text(encoding="utf-8")
    files.read_mapping(text)
    with open_database(Settings.from_environment()) as database:
        run, report = files.import_folder(
            database=database,
            mapping_text=text,
            folder=folder,
            now=now,
            mode=Mode.DELTA if given.delta else Mode.FULL,
            dry_run=given.dry_run,
        )
    sys.stdout.write(describe(run, report))
    if run.state is RunState.FAILED:
        return _FAILED
    return _SET_ASIDE if report.total.refused else 0


def describe(run: Run, report: Report) -> str:
    """Write the report as a table, then the first problems with file, line, column and value."""
    if run.state is RunState.FAILED:
        return f"{public_id('run', run.id)} failed: {run.error}\n"
    heads = ("read", "created", "changed", "unchanged", "refused", "ended")
    lines = [f"{'':22}" + "".join(f"{head:>11}" for head in heads)]
    for kind, counts in [*report.counts.items(), ("all", report.total)]:
        lines.append(f"{kind:22}" + "".join(f"{getattr(counts, head):>11}" for head in heads))
    if run.dry_run:
        lines.append("A dry run: nothing was stored.")
    for origin, problem in report.problems[:_SHOWN]:
        place = f"{origin.file}, line {origin.line}" if origin.line else origin.file
        column = f", {problem.column} = {problem.value!r}" if problem.column else ""
        lines.append(f"{place}{column}: {problem.detail} [{problem.code}]")
    if report.total.refused > _SHOWN:
        lines.append(f"… and {report.total.refused - min(_SHOWN, len(report.problems))} more in quarantine.")
    return "\n".join(lines) + "\n"
