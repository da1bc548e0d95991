"""`fondaco search`: how good the search is on judged queries, from files and without a database.

    fondaco search evaluate --products goods.jsonl.gz --judgements rated.csv [--fields …] [--against last.json] [--json]

Products are JSON lines, judgements a CSV file with the columns query, docid and rating (0 is bad, 3 is exact). Which field of
a product is what, `--fields` says: `sku=number,name=title,brand=maker,text=description,kind=type|family,values=attr_*`.
"""

import argparse
import csv
import gzip
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from fondaco.kernel.errors import Invalid
from fondaco.modules.search import api as search
from fondaco.modules.search.types import Entry, Figures, Mean, QueryFigures, Ratings

_FIELDS = "sku=sku,name=name,brand=brand,text=description,kind=kind,values=attr_*"
_WORST = 15


class BadFile(Invalid):
    """A file cannot be read as what it should be; the facts name file and line."""

    code = "search.bad_file"
    title = "The file cannot be read."


def main(arguments: Sequence[str]) -> int:
    """Run the subcommand."""
    parser = argparse.ArgumentParser(prog="fondaco search", description=__doc__.split("\n\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    evaluate = commands.add_parser("evaluate", help="measure the search on judged queries")
    tune = commands.add_parser("tune", help="choose weights on judged queries, and cross-validate the choice")
    for command in (evaluate, tune):
        command.add_argument("--products", type=Path, required=True)
        command.add_argument("--judgements", type=Path, required=True)
        command.add_argument("--fields", default=_FIELDS)
        command.add_argument("--language", default="en", choices=("de", "en"))
        command.add_argument("--json", action="store_true", help="print one line of JSON instead of a table")
    evaluate.add_argument("--typos", type=int, metavar="SEED", help="measure with one typing error in every query")
    evaluate.add_argument("--against", type=Path, help="figures of an earlier run, to tell what changed per query")
    evaluate.add_argument("--save", type=Path, help="keep the figures for a later run")
    given = parser.parse_args(arguments)
    judgements = read_judgements(given.judgements)
    products = list(read_products(given.products, fields=_fields(given.fields), language=given.language))
    ids = {key: entry.product for key, entry in products}
    entries = [entry for _, entry in products]
    return (
        _tune(given, entries, judgements, ids)
        if given.command == "tune"
        else _evaluate(given, entries, judgements, ids)
    )


def _evaluate(
    given: argparse.Namespace, entries: Sequence[Entry], judgements: Mapping[str, Ratings], ids: Mapping[str, UUID]
) -> int:
    if given.typos is not None:
        judgements = search.mistyped(judgements=judgements, seed=given.typos)
    state = search.build_state(entries=entries)
    found = search.evaluate(state=state, judgements=judgements, ids=ids, language=given.language)
    figures = search.figures_of(found)
    if given.save:
        given.save.write_text(json.dumps({one.query: asdict(one) for one in found}, indent=1), encoding="utf-8")
    if given.json:
        print(json.dumps(told(figures)))
    else:
        _print(figures)
        _print_queries(found, _earlier(given.against) if given.against else {})
    return 0


def _tune(
    given: argparse.Namespace, entries: Sequence[Entry], judgements: Mapping[str, Ratings], ids: Mapping[str, UUID]
) -> int:
    def progress(said: str) -> None:
        print(said, file=sys.stderr)

    tuned = search.tune(entries=entries, judgements=judgements, ids=ids, language=given.language, progress=progress)
    chosen, held_out = search.figures_of(tuned.chosen_on), search.figures_of(tuned.held_out)
    if given.json:
        print(json.dumps({"chosen_on": told(chosen), "held_out": told(held_out)}))
    else:
        print("on the queries the weights were chosen on:")
        _print(chosen)
        print("on queries they were chosen without:")
        _print(held_out)
    return 0


def told(figures: Figures) -> dict[str, object]:
    """Write figures as one flat record."""
    names = {
        "ndcg10": figures.ndcg, "ndcg10_judged": figures.ndcg_judged, "mrr": figures.reciprocal_rank,
        "zero_result_rate": figures.zero_result_rate,
    }  # fmt: skip
    flat: dict[str, object] = {name: round(mean.value, 4) for name, mean in names.items()}
    flat |= {f"{name}_interval": [round(mean.low, 4), round(mean.high, 4)] for name, mean in names.items()}
    return flat | {"queries": figures.queries}


def read_judgements(path: Path) -> dict[str, dict[str, int]]:
    """Read ratings by query and key of the product; a bad line is refused with its number."""
    found: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                found.setdefault(row["query"], {})[row["docid"]] = int(row["rating"])
            except (KeyError, TypeError, ValueError) as error:
                raise BadFile(file=path.name, line=number) from error
    return found


def read_products(path: Path, *, fields: Mapping[str, Sequence[str]], language: str) -> Iterator[tuple[str, Entry]]:
    """Read products with their keys, line by line; a bad line is refused with its number."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                product = json.loads(line)
                key = str(product["id"])
            except (ValueError, KeyError, TypeError) as error:
                raise BadFile(file=path.name, line=number) from error
            yield key, _entry(key, product, fields, language)


def _entry(key: str, product: Mapping[str, Any], fields: Mapping[str, Sequence[str]], language: str) -> Entry:
    def texts(what: str) -> list[str]:
        return [text for name in fields.get(what, ()) for text in _texts(product.get(name))]

    values = [
        (name, text)
        for name, value in product.items()
        if any(fnmatch(name, pattern) for pattern in fields.get("values", ()))
        for text in ([_said(name)] if value is True else _texts(value))
    ]
    return Entry(
        product=_id(key),
        sku=next(iter(texts("sku")), key),
        numbers=tuple(texts("numbers")),
        names={language: " ".join(texts("name"))},
        kinds={language: tuple(texts("kind"))},
        texts={language: tuple(texts("text"))},
        brand=" ".join(texts("brand")),
        values=tuple(dict.fromkeys(values)),
    )


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) and value else []


def _said(name: str) -> str:
    return name.rpartition("attr_b_")[2].replace("_", " ")


def _id(key: str) -> UUID:
    return uuid5(NAMESPACE_OID, key)


def _fields(written: str) -> dict[str, list[str]]:
    return {what: names.split("|") for part in written.split(",") for what, _, names in (part.strip().partition("="),)}


def _earlier(path: Path) -> dict[str, float]:
    try:
        return {query: float(one["ndcg"]) for query, one in json.loads(path.read_text(encoding="utf-8")).items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadFile(file=path.name) from error


def _print(figures: Figures) -> None:
    def line(name: str, mean: Mean) -> None:
        print(f"  {name:<28} {mean.value:6.3f}   ({mean.low:.3f} to {mean.high:.3f})")

    print(f"{figures.queries} queries, 95 % intervals over the queries")
    line("nDCG@10, unjudged is bad", figures.ndcg)
    line("nDCG@10, judged only", figures.ndcg_judged)
    line("reciprocal rank", figures.reciprocal_rank)
    line("queries without a hit", figures.zero_result_rate)


def _print_queries(found: Sequence[QueryFigures], earlier: Mapping[str, float]) -> None:
    print("worst:")
    for one in search.worst(found)[:_WORST]:
        print(f"  {one.ndcg:6.3f} {one.ndcg_judged:6.3f}  {one.query}")
    changed = [(one.ndcg - earlier[one.query], one.query) for one in found if one.query in earlier]
    moved = sorted((change, query) for change, query in changed if round(change, 4))
    if earlier:
        print(f"changed against the earlier run: {len(moved)} of {len(changed)} queries")
        for change, query in moved:
            print(f"  {change:+6.3f}  {query}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
