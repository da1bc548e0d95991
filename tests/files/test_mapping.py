"""A mapping file: valid ones are read, and of the others every mistake is named with its line and column."""

import pytest

from fondaco.connectors.files.errors import BadMapping
from fondaco.connectors.files.model.mapping import read_mapping
from fondaco.connectors.intake.types import Kind

GOOD = """
mapping: 1
system: erp-sued
format: {encoding: cp1252, delimiter: ";", decimal: ",", thousands: ".", date: "%d.%m.%Y", zone: Europe/Berlin}
maps:
  units: {ST: PCE, no: MTR}
files:
  articles: artikel.csv
  groups: {path: gruppen.xlsx, sheet: Gruppen}
loads:
  - kind: product
    file: articles
    where: GESPERRT != 'X'
    join: [{file: groups, as: g, on: {NR: WGR}}]
    fields:
      key: NR
      sku: "=join('-', NR, g.KUERZEL)"
      names.de: BEZ
      base_unit: {column: ME, map: units, default: PCE}
"""


def mistakes(text: str) -> dict[tuple[int, int], str]:
    with pytest.raises(BadMapping) as refused:
        read_mapping(text)
    return {(problem.facts["line"], problem.facts["column"]): problem.detail for problem in refused.value.problems}


def test_a_mapping_is_read() -> None:
    mapping = read_mapping(GOOD)
    assert mapping.system == "erp-sued"
    assert mapping.maps["units"] == {"ST": "PCE", "no": "MTR"}
    assert mapping.sources["groups"].kind == "xlsx"
    assert mapping.sources["articles"].format.decimal == ","
    load = mapping.loads[0]
    assert load.kind is Kind.PRODUCT
    assert load.joins[0].on["NR"].column == "WGR"
    assert load.fields["sku"].expression == "join('-', NR, g.KUERZEL)"


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("mapping: 1", "mapping: 2", (2, 10), "version 1"),
        ("kind: product", "kind: produkt", (11, 11), "no kind of record"),
        ("file: articles", "file: artikel", (12, 11), "no file 'artikel'"),
        ("      names.de: BEZ\n", "      namen: BEZ\n", (18, 7), "no field 'namen'"),
        ("      key: NR\n", "", (16, 7), "'key' is required"),
        ("map: units", "map: unit", (19, 36), "no map 'unit'"),
        ("GESPERRT != 'X'", "GESPERRT !! 'X'", (13, 21), "Not an expression"),
        ("=join('-', NR", "=jion('-', NR", (17, 13), "no function jion"),
        ("artikel.csv", "../artikel.csv", (8, 13), "no file inside the folder"),
        ("artikel.csv", "/etc/passwd.csv", (8, 13), "no file inside the folder"),
        ("gruppen.xlsx, sheet", "gruppen.doc, sheet", (9, 11), "csv, jsonl or xlsx"),
        ("encoding: cp1252", "encoding: klingon", (4, 20), "no known encoding"),
        ('delimiter: ";"', 'delimiter: ";;"', (4, 39), "no delimiter"),
        ('thousands: "."', 'thousands: ","', (4, 69), "decimal sign already"),
        ("zone: Europe/Berlin", "zone: Europe/Bielefeld", (4, 98), "no time zone"),
        ("sheet: Gruppen", "shet: Gruppen", (9, 32), "'shet' is not known here"),
        ("      key: NR\n", "      key: NR\n      key: NR\n", (17, 7), "stands here twice"),
    ],
)
def test_a_mistake_is_named_by_line_and_column(old: str, new: str, place: tuple[int, int], words: str) -> None:
    assert old in GOOD
    found = mistakes(GOOD.replace(old, new))
    assert place in found, found
    assert words in found[place]


def test_all_mistakes_are_named_at_once() -> None:
    found = mistakes(GOOD.replace("kind: product", "kind: produkt").replace("mapping: 1", "mapping: 9"))
    assert len(found) == 2


@pytest.mark.parametrize(
    "text",
    ["", "a", "- 1", "a: [", "a: &x 1\nb: *x", "!!python/object:os.system {}", "\t- x", "mapping: 1\n", "\x00",
     "a: " + "[" * 5000],
)  # fmt: skip
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(BadMapping):
        read_mapping(text)
