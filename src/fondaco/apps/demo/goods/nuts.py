"""Nuts, washers, threaded rods, wood screws: what goes with a screw, and what goes without a nut."""

from collections.abc import Iterator
from decimal import Decimal
from math import pi

from fondaco.apps.demo.goods.article import SUED, Article, cents, measure, packing, plain, word
from fondaco.apps.demo.goods.screws import STEEL_DENSITY, THREADS, Finish, Thread
from fondaco.apps.demo.pictures.drawing import Picture

V = Finish("V", "8", "verzinkt", "zinc plated", 1.0, "steel")
A2 = Finish("A2", "A2-70", "Edelstahl A2", "stainless steel A2", 2.5, "stainless")
A4 = Finish("A4", "A4-80", "Edelstahl A4", "stainless steel A4", 3.8, "stainless")
HOT = Finish("F", "8", "feuerverzinkt", "hot-dip galvanised", 1.4, "grey")
FINISHES = (V, HOT, A2, A4)

# Nut heights m of DIN 934; the thin nut DIN 439 has half of d, the cap nut DIN 1587 is about 1.5 d high.
NUT_HEIGHTS = {3: 2.4, 4: 3.2, 5: 4, 6: 5, 8: 6.5, 10: 8, 12: 10, 16: 13, 20: 16, 24: 19, 30: 24, 36: 29}
# Washers: hole, outside, thickness of DIN 125 A and of DIN 9021 (outside about three times d).
WASHERS = {
    3: (3.2, 7, 0.5), 4: (4.3, 9, 0.8), 5: (5.3, 10, 1.0), 6: (6.4, 12, 1.6), 8: (8.4, 16, 1.6), 10: (10.5, 20, 2.0),
    12: (13, 24, 2.5), 16: (17, 30, 3.0), 20: (21, 37, 3.0), 24: (25, 44, 4.0), 30: (31, 56, 4.0), 36: (37, 66, 5.0),
}  # fmt: skip
WIDE_WASHERS = {
    3: (3.2, 9, 0.8), 4: (4.3, 12, 1.0), 5: (5.3, 15, 1.2), 6: (6.4, 18, 1.6), 8: (8.4, 24, 2.0), 10: (10.5, 30, 2.5),
    12: (13, 37, 3.0), 16: (17, 50, 3.0), 20: (22, 60, 4.0), 24: (26, 72, 5.0),
}  # fmt: skip
_NUTS = (
    ("934", "ISO 4032", "Sechskantmutter", "Hexagon nut", 1.0, "nut", (0.5,)),
    (
        "985",
        "ISO 10511",
        "Sicherungsmutter mit Klemmteil",
        "Prevailing torque nut, nylon insert",
        1.25,
        "nut",
        (0.5, 1.0),
    ),
    ("439", "ISO 4035", "Flache Sechskantmutter", "Hexagon thin nut", 0.6, "nut", (0.2,)),
    ("1587", "", "Hutmutter", "Domed cap nut", 1.6, "cap_nut", ()),
    ("6923", "ISO 4161", "Sechskantmutter mit Flansch", "Hexagon flange nut", 1.3, "flange_nut", ()),
)


def small_parts() -> Iterator[Article]:
    """Nuts, washers, rods and wood screws."""
    yield from _all_nuts()
    yield from _all_washers()
    yield from _rods()
    yield from _wood_screws()


def nut_mass(thread: Thread, height: float) -> float:
    """Return grams of a hexagon nut: a prism less its hole."""
    return (0.866 * thread.s**2 - pi / 4 * (thread.d - 0.6 * thread.pitch) ** 2) * height * STEEL_DENSITY


def washer_mass(hole: float, outside: float, thickness: float) -> float:
    """Return grams of a washer."""
    return pi / 4 * (outside**2 - hole**2) * thickness * STEEL_DENSITY


def _all_nuts() -> Iterator[Article]:
    for number, iso, de, en, factor, motif, sizes in _NUTS:
        for thread in THREADS:
            if number in {"1587", "6923"} and not 4 <= thread.d <= 24:  # noqa: PLR2004 - range of these norms
                continue
            for finish in FINISHES:
                height = NUT_HEIGHTS[int(thread.d)] * factor
                grams = nut_mass(thread, height)
                norm = f"DIN {number}" + (f" ({iso})" if iso else "")
                yield _part(
                    sku=f"{number}-{thread.name}-{finish.code}", number=number, finish=finish, category=f"nuts/{number}",
                    de=f"{de} DIN {number} {thread.name}", en=f"{en} DIN {number} {thread.name}", grams=grams,
                    text_de=f"{de} nach {norm}, Schlüsselweite {thread.s:g} mm. Passend zu Schrauben {thread.name}.",
                    text_en=f"{en} to {norm}, width across flats {thread.s:g} mm. Fits screws {thread.name}.",
                    measures=(("across_flats", "Schlüsselweite", "Width across flats", thread.s),
                              ("height", "Höhe", "Height", round(height, 1))),
                    size=("thread", "Gewinde", "Thread", thread.name), d=thread.d,
                    picture=Picture(motif, sizes, finish.tone), factor=1.2 if number != "934" else 1.0,
                )  # fmt: skip


def _all_washers() -> Iterator[Article]:
    rows = (
        ("125", "ISO 7089", "Unterlegscheibe Form A", "Plain washer, form A", WASHERS, "washer"),
        ("9021", "ISO 7093", "Unterlegscheibe groß", "Large plain washer", WIDE_WASHERS, "washer"),
        ("127", "", "Federring Form B", "Spring lock washer, form B", WASHERS, "spring_washer"),
    )
    for number, iso, de, en, table, motif in rows:
        for d, (hole, outside, thickness) in table.items():
            for finish in FINISHES:
                norm = f"DIN {number}" + (f" ({iso})" if iso else "")
                yield _part(
                    sku=f"{number}-{d}-{finish.code}", number=number, finish=finish, category=f"washers/{number}",
                    de=f"{de} DIN {number} {hole:g} mm für M{d}".replace(".", ","),
                    en=f"{en} DIN {number} {hole:g} mm for M{d}",
                    grams=washer_mass(hole, outside, thickness),
                    text_de=f"{de} nach {norm} für Schrauben M{d}. Verteilt die Kraft des Kopfes und schont die Oberfläche.",
                    text_en=f"{en} to {norm} for screws M{d}. Spreads the load of the head and protects the surface.",
                    measures=(("hole", "Lochdurchmesser", "Hole diameter", hole),
                              ("outside", "Außendurchmesser", "Outside diameter", outside),
                              ("thickness", "Dicke", "Thickness", thickness)),
                    size=("thread", "Gewinde", "Thread", f"M{d}"), d=d,
                    picture=Picture(motif, (round(hole / outside, 1),), finish.tone), factor=1.0,
                )  # fmt: skip


def _part(
    *, sku: str, number: str, finish: Finish, category: str, de: str, en: str, grams: float, text_de: str, text_en: str,
    measures: tuple[tuple[str, str, str, float], ...], size: tuple[str, str, str, str], d: float, picture: Picture,
    factor: float,
) -> Article:  # fmt: skip
    box = packing(grams)
    return Article(
        sku=sku,
        erp=SUED,
        family=f"DIN {number} {finish.code}",
        de=f"{de} {finish.de}",
        en=f"{en} {finish.en}",
        text_de=text_de,
        text_en=text_en,
        category=category,
        properties=(
            word("norm", "Norm", "Standard", f"DIN {number}"),
            word(*size),
            *(measure(code, name_de, name_en, value, "MMT") for code, name_de, name_en, value in measures),
            word("surface", "Werkstoff/Oberfläche", "Material/finish", finish.de),
        ),
        varying=(size[0],),
        cost=cents((0.004 + grams * 0.0032) * finish.factor * factor),
        margin=Decimal("1.20"),
        grams=plain(round(grams, 3)),
        box=box,
        multiple=box if grams < 20 else 1,  # noqa: PLR2004 - small parts are sold by the box
        manufacturer="Eisenhart" if finish is V else "Rostfrei Süd",
        manufacturer_number=f"EH{number}{d:02.0f}{finish.code}",
        picture=picture,
        rank=int((2600 if number in {"934", "125"} else 900) / (1 + abs(d - 8) / 3)),
        facts={"d": d, **{code: value for code, _, _, value in measures}},
    )


def _rods() -> Iterator[Article]:
    for thread in THREADS[1:]:
        for finish in FINISHES:
            for metres in (1, 2, 3):
                grams = pi / 4 * (thread.d - 0.65 * thread.pitch) ** 2 * metres * 1000 * STEEL_DENSITY
                yield Article(
                    sku=f"976-{thread.name}x{metres}000-{finish.code}", erp=SUED, family=f"DIN 976 {thread.name} {finish.code}",
                    de=f"Gewindestange DIN 976 {thread.name} × {metres} m {finish.de}",
                    en=f"Threaded rod DIN 976 {thread.name} × {metres} m {finish.en}",
                    text_de="Gewindestange zum Ablängen, für Abhängungen, Durchsteckverbindungen und Anker.",
                    text_en="Threaded rod to cut to length, for suspensions, through fixings and anchors.",
                    category="screws/976",
                    properties=(word("norm", "Norm", "Standard", "DIN 976"),
                                word("thread", "Gewinde", "Thread", thread.name),
                                measure("length", "Länge", "Length", metres * 1000, "MMT"),
                                word("surface", "Werkstoff/Oberfläche", "Material/finish", finish.de)),
                    varying=("length",), cost=cents((0.3 + grams * 0.0023) * finish.factor),
                    margin=Decimal("0.80"), grams=plain(round(grams, 1)), box=0,
                    manufacturer="Eisenhart", manufacturer_number=f"EH976{thread.d:02.0f}{metres}{finish.code}",
                    picture=Picture("rod", (), finish.tone), rank=500 if metres == 1 else 120,
                    facts={"d": thread.d, "length": metres * 1000},
                )  # fmt: skip


def _wood_screws() -> Iterator[Article]:
    lengths = (12, 16, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 120, 140, 160, 180, 200)
    for d in (3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 8.0):
        for length in lengths:
            if not 3.5 * d <= length <= 26 * d:
                continue
            for code, de, en, factor in (("Z", "gelb verzinkt", "yellow zinc plated", 1.0),
                                         ("A2", "Edelstahl A2", "stainless steel A2", 2.3)):  # fmt: skip
                grams = pi / 4 * (d * 0.72) ** 2 * length * STEEL_DENSITY + d**3 * 0.004
                box = packing(grams, box_grams=1200)
                drive = "TX10" if d <= 3 else "TX20" if d <= 4.5 else "TX25" if d <= 5 else "TX30" if d <= 6 else "TX40"  # noqa: PLR2004
                size = f"{d:g} × {length}".replace(".", ",")
                yield Article(
                    sku=f"SPS-{d:g}x{length}-{code}".replace(".", ""), erp=SUED, family=f"Spanplattenschraube {d:g} {code}",
                    de=f"Spanplattenschraube Senkkopf {size} {drive} {de}",
                    en=f"Chipboard screw, countersunk, {d:g} × {length} {drive} {en}",
                    text_de="Mit Fräsrippen unter dem Senkkopf und Schneidspitze: ohne Vorbohren in Holz und Holzwerkstoffe.",
                    text_en="With milling ribs under the head and a cutting tip: into wood without pre-drilling.",
                    category="screws/wood",
                    properties=(measure("diameter", "Durchmesser", "Diameter", d, "MMT"),
                                measure("length", "Länge", "Length", length, "MMT"),
                                word("drive", "Antrieb", "Drive", drive),
                                word("surface", "Werkstoff/Oberfläche", "Material/finish", de)),
                    varying=("length",), cost=cents((0.006 + grams * 0.0028) * factor),
                    margin=Decimal("1.15"), grams=plain(round(grams, 3)), box=box, multiple=box,
                    manufacturer="Spanfix", manufacturer_number=f"SF{d * 10:02.0f}{length:03d}{code}",
                    picture=Picture("wood_screw", (round(min(length / d, 9) * 2) / 2,), "brass" if code == "Z" else "stainless"),
                    rank=700 if d in {4.0, 5.0} else 250, facts={"d": d, "length": length},
                )  # fmt: skip
