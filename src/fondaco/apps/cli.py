"""The command `fondaco`: one table of subcommands, each imported only when it is called."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from fondaco.kernel.errors import Refusal

_BAD_INPUT = 2
_REFUSED = 3


@dataclass(frozen=True, slots=True)
class Command:
    """A subcommand: its name, what it is for, and `module:function`, called with the remaining arguments."""

    name: str
    help: str
    target: str


COMMANDS = (
    Command("demo", "start everything with a believable distributor", "fondaco.apps.demo.run:main"),
    Command("api", "serve the HTTP API", "fondaco.apps.api:main"),
    Command("storefront", "serve the storefront", "fondaco.apps.storefront.run:main"),
    Command("console", "serve the console for staff", "fondaco.apps.console.run:main"),
    Command("worker", "relay events, run subscriptions and jobs", "fondaco.apps.worker:main"),
    Command("migrate", "bring the database to this release", "fondaco.apps.migrate:main"),
    Command("staff", "make or change a member of staff", "fondaco.apps.staff:main"),
    Command("import", "load files by a mapping", "fondaco.connectors.files.cli:main"),
    Command("search", "measure the search on judged queries", "fondaco.apps.relevance:main"),
    Command("client", "generate the client from the API's description", "fondaco.apps.client.generate:main"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Call the subcommand; tell a refusal in one line and answer 3 for it."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="fondaco", formatter_class=argparse.RawDescriptionHelpFormatter)
    width = max(len(command.name) for command in COMMANDS)
    parser.epilog = "commands:\n" + "\n".join(f"  {command.name:<{width}}  {command.help}" for command in COMMANDS)
    parser.add_argument("--version", action="store_true", help="print the version and end")
    parser.add_argument("command", nargs="?", choices=[command.name for command in COMMANDS], metavar="command")
    parsed = parser.parse_args(given[:1])
    if parsed.version:
        from importlib.metadata import version

        print(f"fondaco {version('fondaco')}")
        return 0
    if parsed.command is None:
        parser.print_help()
        return _BAD_INPUT
    module, _, function = next(command.target for command in COMMANDS if command.name == parsed.command).partition(":")
    try:
        return int(getattr(importlib.import_module(module), function)(given[1:]) or 0)
    except Refusal as refusal:
        print(f"fondaco: {refusal}", file=sys.stderr)
        return _REFUSED


if __name__ == "__main__":
    sys.exit(main())
