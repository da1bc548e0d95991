"""Bearings and seals: boundary dimensions of ISO 15, O-rings of ISO 3601."""

from collections.abc import Iterator
from decimal import Decimal
from math import pi

from fondaco.apps.demo.goods.article import NORD, Article, cents, measure, packing, plain, word
from fondaco.apps.demo.goods.screws import STEEL_DENSITY
from fondaco.apps.demo.pictures.drawing import Picture

BORES = {0: 10, 1: 12, 2: 15, 3: 17} | {code: 5 * code for code in range(4, 21)}
# Outside diameter and width by bore code, per dimension series (ISO 15).
DIMENSIONS = {
    "60": ((26, 8), (28, 8), (32, 9), (35, 10), (42, 12), (47, 12), (55, 13), (62, 14), (68, 15), (75, 16), (80, 16),
           (90, 18), (95, 18), (100, 18), (110, 20), (115, 20), (125, 22), (130, 22), (140, 24), (145, 24), (150, 24)),
    "62": ((30, 9), (32, 10), (35, 11), (40, 12), (47, 14), (52, 15), (62, 16), (72, 17), (80, 18), (85, 19), (90, 20),
           (100, 21), (110, 22), (120, 23), (125, 24), (130, 25), (140, 26), (150, 28), (160, 30), (170, 32), (180, 34)),
    "63": ((35, 11), (37, 12), (42, 13), (47, 14), (52, 15), (62, 17), (72, 19), (80, 21), (90, 23), (100, 25),
           (110, 27), (120, 29), (130, 31), (140, 33), (150, 35), (160, 37), (170, 39), (180, 41), (190, 43), (200, 45),
           (215, 47)),
}  # fmt: skip
_SUFFIXES = (
    ("", "", "offen", "open", 0, 1.0), ("-ZZ", "ZZ", "beidseitig Deckscheiben", "shields on both sides", 1, 1.08),
    ("-2RS", "2RS", "beidseitig Dichtscheiben", "seals on both sides", 2, 1.12),
    ("-ZZ-C3", "ZZC3", "Deckscheiben, Lagerluft C3", "shields, clearance C3", 1, 1.14),
    ("-2RS-C3", "2RSC3", "Dichtscheiben, Lagerluft C3", "seals, clearance C3", 2, 1.18),
)  # fmt: skip
_MAKES = (("Rollwerk", "RW", 1.0), ("Kugelmann", "KM", 0.78))
O_RING_SECTIONS = (1.78, 2.62, 3.53, 5.33, 6.99)


def drives() -> Iterator[Article]:
    """Bearings, units and seals."""
    yield from _deep_groove()
    yield from _other_bearings()
    yield from _units()
    yield from _o_rings()


def bearing_mass(bore: float, outside: float, width: float) -> float:
    """Return grams: about 62 % of the ring between bore and outside is steel."""
    return pi / 4 * (outside * outside - bore * bore) * width * STEEL_DENSITY * 0.62


def load_rating(bore: float, outside: float, width: float) -> float:
    """Return the dynamic load rating in kN, estimated from the balls that fit (after ISO 281)."""
    ball = (outside - bore) * 0.3
    balls = 0.9 * pi * (outside + bore) / 2 / ball / 1.3
    rating: float = 58 * 0.95 * balls ** (2 / 3) * ball**1.8 / 1000 * min(1, width / ball / 1.4)
    return round(rating, 1)


def _bearing(
    *, sku: str, family: str, de: str, en: str, text_de: str, text_en: str, category: str, d: int, outside: int,
    width: int, make: tuple[str, str, float], factor: float, seal: str, picture: Picture, rank: int,
) -> Article:  # fmt: skip
    grams = bearing_mass(d, outside, width)
    return Article(
        sku=sku,
        erp=NORD,
        family=family,
        de=de,
        en=en,
        text_de=text_de,
        text_en=text_en,
        category=category,
        properties=(
            measure("bore", "Bohrung d", "Bore d", d, "MMT"),
            measure("outside", "Außendurchmesser D", "Outside diameter D", outside, "MMT"),
            measure("width", "Breite B", "Width B", width, "MMT"),
            measure(
                "load_rating",
                "Dynamische Tragzahl C (kN)",
                "Dynamic load rating C (kN)",
                load_rating(d, outside, width),
                "",
            ),
            *((word("seal", "Abdichtung", "Sealing", seal),) if seal else ()),
        ),
        varying=("seal",) if seal else ("bore",),
        cost=cents((0.9 + 0.028 * grams**0.85) * make[2] * factor),
        margin=Decimal("0.95"),
        grams=plain(round(grams, 1)),
        box=packing(grams, box_grams=4000) if grams < 800 else 0,  # noqa: PLR2004 - big ones come singly
        manufacturer=make[0],
        manufacturer_number=sku.removesuffix(f"-{make[1]}"),
        picture=picture,
        rank=rank,
        facts={"d": d, "outside": outside, "width": width},
    )


def _deep_groove() -> Iterator[Article]:
    for series, table in DIMENSIONS.items():
        for code, (outside, width) in enumerate(table):
            for suffix, seal, de, en, cover, factor in _SUFFIXES:
                for make in _MAKES:
                    name = f"{series}{code:02d}{suffix}"
                    d = BORES[code]
                    yield _bearing(
                        sku=f"{name}-{make[1]}", family=f"Rillenkugellager {series}{code:02d} {make[0]}",
                        de=f"Rillenkugellager {name} {d} × {outside} × {width} mm {make[0]}",
                        en=f"Deep groove ball bearing {name} {d} × {outside} × {width} mm {make[0]}",
                        text_de=f"Einreihiges Rillenkugellager nach DIN 625, {de}. Für radiale und mäßige axiale Lasten.",
                        text_en=f"Single row deep groove ball bearing to DIN 625, {en}. For radial and moderate axial loads.",
                        category=f"bearings/{series}", d=d, outside=outside, width=width, make=make, factor=factor,
                        seal=seal or "offen/open", picture=Picture("bearing", (round(d / outside, 1), cover)),
                        rank=int((1500 if suffix == "-2RS" else 600) / (1 + abs(code - 4) / 2)),
                    )  # fmt: skip


def _other_bearings() -> Iterator[Article]:
    rows = (
        ("72", "62", "B", "Schrägkugellager", "Angular contact ball bearing", "angular", 1.9, "bearing"),
        ("73", "63", "B", "Schrägkugellager", "Angular contact ball bearing", "angular", 2.0, "bearing"),
        ("NU2", "62", "", "Zylinderrollenlager", "Cylindrical roller bearing", "roller", 2.6, "roller_bearing"),
        ("NU3", "63", "", "Zylinderrollenlager", "Cylindrical roller bearing", "roller", 2.7, "roller_bearing"),
        ("302", "62", "", "Kegelrollenlager", "Tapered roller bearing", "roller", 1.5, "roller_bearing"),
    )
    for prefix, series, suffix, de, en, category, factor, motif in rows:
        for code, (outside, width) in enumerate(DIMENSIONS[series]):
            if code < 3 and motif == "roller_bearing":  # noqa: PLR2004 - rollers start at 17 mm
                continue
            for make in _MAKES:
                d, name = BORES[code], f"{prefix}{code:02d}{suffix}"
                ratio = round(d / outside, 1)
                yield _bearing(
                    sku=f"{name}-{make[1]}", family=f"{de} {prefix} {make[0]}",
                    de=f"{de} {name} {d} × {outside} × {width} mm {make[0]}",
                    en=f"{en} {name} {d} × {outside} × {width} mm {make[0]}",
                    text_de=f"{de}, einreihig, Maßreihe nach ISO 15. Für hohe Belastung bei genauer Führung.",
                    text_en=f"{en}, single row, dimension series to ISO 15. For high loads with accurate guidance.",
                    category=f"bearings/{category}", d=d, outside=outside, width=width, make=make, factor=factor, seal="",
                    picture=Picture(motif, (ratio, 0) if motif == "bearing" else (ratio,)),
                    rank=int(260 / (1 + abs(code - 6) / 3)),
                )  # fmt: skip


def _units() -> Iterator[Article]:
    for kind, de, en in (
        ("UCP", "Stehlagereinheit", "Pillow block unit"),
        ("UCF", "Flanschlagereinheit", "Flanged unit"),
    ):
        for code in range(4, 19):
            for make in _MAKES:
                d = BORES[code]
                outside, width = DIMENSIONS["62"][code]
                unit = _bearing(
                    sku=f"{kind}2{code:02d}-{make[1]}", family=f"{de} {kind} {make[0]}",
                    de=f"{de} {kind}2{code:02d} Welle {d} mm {make[0]}", en=f"{en} {kind}2{code:02d} shaft {d} mm {make[0]}",
                    text_de="Gehäuse aus Grauguss mit Spannlager, nachschmierbar, gleicht Schiefstellung der Welle aus.",
                    text_en="Cast iron housing with insert bearing, relubricable, takes up misalignment of the shaft.",
                    category="bearings/units", d=d, outside=outside, width=width, make=make, factor=3.4, seal="",
                    picture=Picture("pillow_block"), rank=220,
                )  # fmt: skip
                yield unit


def _o_rings() -> Iterator[Article]:
    inner = (3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 22, 25, 28, 30, 32, 35, 38, 40, 45, 50, 55, 60, 65, 70, 75, 80, 90, 100,
             110, 120, 130, 140, 150)  # fmt: skip
    for section in O_RING_SECTIONS:
        for d in inner:
            if not 3 * section <= d * 1.6 or d > 42 * section:
                continue
            for code, de, factor, tone in (("NBR70", "NBR 70 Shore", 1.0, "black"), ("FKM75", "FKM 75 Shore", 5.5, "brown"),
                                           ("EPDM70", "EPDM 70 Shore", 1.5, "grey")):  # fmt: skip
                grams = pi**2 / 4 * section**2 * (d + section) * 0.00135
                size = f"{d} × {section:.2f}"
                box = packing(grams, box_grams=150)
                yield Article(
                    sku=f"OR-{d}x{section:.2f}-{code}".replace(".", ""), erp=NORD, family=f"O-Ring {section} {code}",
                    de=f"O-Ring {size} mm {de}".replace(".", ","), en=f"O-ring {size} mm {de}",
                    text_de=f"O-Ring nach ISO 3601 aus {de}. Statisch und bei langsamer Bewegung dicht.",
                    text_en=f"O-ring to ISO 3601 made of {de}. Seals at rest and in slow motion.",
                    category="seals/orings",
                    properties=(measure("inside", "Innendurchmesser", "Inside diameter", d, "MMT"),
                                measure("section", "Schnurstärke", "Cross section", section, "MMT"),
                                word("material", "Werkstoff", "Material", de)),
                    varying=("inside",), cost=cents((0.02 + grams * 0.035) * factor),
                    margin=Decimal("1.60"), grams=plain(round(grams, 3)), box=box, multiple=10,
                    manufacturer="Dichtwerk", manufacturer_number=f"DW{d:03d}{section * 100:03.0f}{code}",
                    picture=Picture("o_ring", (round(min(0.35, max(0.1, section / d * 1.4)), 1),), tone),
                    rank=300, facts={"inside": d, "section": section},
                )  # fmt: skip
