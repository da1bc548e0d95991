"""Tools and abrasives: spanners by width, bits by drive, drills by tenths, discs by diameter and grit, and cans."""

from collections.abc import Iterator
from decimal import Decimal
from math import pi

from fondaco.apps.demo.goods.article import SUED, Article, Property, cents, measure, plain, word
from fondaco.apps.demo.goods.screws import THREADS
from fondaco.apps.demo.pictures.drawing import Picture

WIDTHS = (
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    16,
    17,
    18,
    19,
    20,
    21,
    22,
    23,
    24,
    25,
    26,
    27,
    28,
    29,
    30,
    32,
    34,
    36,
    41,
    46,
)


def tools() -> Iterator[Article]:
    """Hand tools, cutting tools, abrasives and what comes in cans."""
    yield from _spanners()
    yield from _sockets()
    yield from _keys_and_drivers()
    yield from _drills()
    yield from _taps()
    yield from _simple_tools()
    yield from _discs()
    yield from _grits()
    yield from _cans()


def _tool(
    *, sku: str, family: str, de: str, en: str, text_de: str, text_en: str, category: str, properties: tuple[Property, ...],
    varying: tuple[str, ...], cost: float, grams: float, picture: Picture, make: str = "Werkmeister", box: int = 0,
    multiple: int = 1, margin: str = "1.00", rank: int = 150, unit: str = "PCE",
) -> Article:  # fmt: skip
    return Article(
        sku=sku, erp=SUED, family=family, de=de, en=en, text_de=text_de, text_en=text_en, category=category,
        properties=properties, varying=varying, cost=cents(cost), margin=Decimal(margin), grams=plain(round(max(grams, 0.1), 1)),
        unit=unit, box=box, multiple=multiple, manufacturer=make, manufacturer_number=f"{make[:2].upper()} {sku}",
        picture=picture, rank=rank,
    )  # fmt: skip


def _spanners() -> Iterator[Article]:
    kinds = (("3113", "Ringmaulschlüssel DIN 3113", "Combination spanner DIN 3113", 1.0), ("838", "Doppelringschlüssel DIN 838", "Double ring spanner DIN 838", 1.25),
             ("894", "Einmaulschlüssel DIN 894", "Single open-ended spanner DIN 894", 0.8), ("KNAR", "Knarren-Ringmaulschlüssel", "Ratcheting combination spanner", 2.6))  # fmt: skip
    for code, de, en, factor in kinds:
        for width in WIDTHS:
            grams = width**1.9 * 0.55
            yield _tool(
                sku=f"{code}-{width}", family=de, de=f"{de} SW {width}", en=f"{en} {width} mm", category="tools/spanners",
                text_de="Chrom-Vanadium-Stahl, matt verchromt.", text_en="Chrome vanadium steel, satin chrome plated.",
                properties=(measure("across_flats", "Schlüsselweite", "Width across flats", width, "MMT"),
                            measure("length", "Länge", "Length", round(width * 11 + 38), "MMT")),
                varying=("across_flats",), cost=(1.6 + grams * 0.019) * factor, grams=grams, picture=Picture("spanner"),
            )  # fmt: skip


def _sockets() -> Iterator[Article]:
    drives = (
        ("14", '1/4"', 4, 14, 1.3),
        ("38", '3/8"', 6, 24, 1.7),
        ("12", '1/2"', 8, 36, 2.4),
        ("34", '3/4"', 19, 46, 7.5),
    )
    for code, drive, low, high, base in drives:
        for width in (4, 5, *WIDTHS):
            if not low <= width <= high:
                continue
            for kind, de, en, factor, tall in (("K", "kurz", "short", 1.0, 0.1), ("L", "lang", "deep", 1.5, 0.9),
                                               ("I", "Kraft", "impact", 1.7, 0.4)):  # fmt: skip
                if kind == "I" and code == "14":
                    continue
                grams = width * base * 6 * (1 + tall)
                yield _tool(
                    sku=f"ST{code}-{width}-{kind}", family=f"Steckschlüsseleinsatz {drive} {de}",
                    de=f"Steckschlüsseleinsatz {drive} {de} SW {width}", en=f"Socket {drive} {en} {width} mm",
                    text_de=f"Sechskant-Einsatz mit {drive}-Antrieb, {de}e Ausführung.".replace("Krafte", "Kraftschrauber-"),
                    text_en=f"Hexagon socket with {drive} drive, {en} type.", category="tools/sockets",
                    properties=(measure("across_flats", "Schlüsselweite", "Width across flats", width, "MMT"),
                                word("drive", "Antrieb", "Drive", drive), word("type", "Bauform", "Type", de)),
                    varying=("across_flats",), cost=(base * 0.7 + grams * 0.012) * factor, grams=grams,
                    picture=Picture("socket", (tall,), "black" if kind == "I" else "steel"),
                )  # fmt: skip


def _keys_and_drivers() -> Iterator[Article]:
    for width in (0.9, 1.3, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 19):
        for code, de, en, factor in (("", "", "", 1.0), ("L", " lang mit Kugelkopf", " long with ball end", 1.9)):
            yield _tool(
                sku=f"911{code}-{width:g}".replace(".", ""), family=f"Winkelschraubendreher DIN 911{de}",
                de=f"Winkelschraubendreher DIN 911 SW {width:g}{de}".replace("SW 0.9", "SW 0,9").replace(".5", ",5").replace("1.3", "1,3"),
                en=f"Hex key DIN 911 {width:g} mm{en}", text_de="Für Schrauben mit Innensechskant, brüniert.",
                text_en="For hexagon socket screws, black finish.", category="tools/keys",
                properties=(measure("across_flats", "Schlüsselweite", "Width across flats", width, "MMT"),),
                varying=("across_flats",), cost=(0.25 + width**1.5 * 0.045) * factor, grams=width**2 * 2.1,
                picture=Picture("hex_key", (), "black"), multiple=1, box=10, rank=400,
            )  # fmt: skip
    bits = (
        [("PH", n) for n in (1, 2, 3)]
        + [("PZ", n) for n in (1, 2, 3)]
        + [("TX", n) for n in (6, 8, 10, 15, 20, 25, 27, 30, 40, 45, 50)]
    )
    bits += [("HX", n) for n in (2, 3, 4, 5, 6, 8, 10)]
    for drive, size in bits:
        for length in (25, 50, 70, 90, 150):
            yield _tool(
                sku=f"BIT-{drive}{size}-{length}", family=f'Bit 1/4" {drive}', de=f'Bit 1/4" {drive}{size} × {length} mm',
                en=f'Screwdriver bit 1/4" {drive}{size} × {length} mm', text_de="Zähhart, mit Torsionszone, für Akkuschrauber.",
                text_en="Extra tough, with torsion zone, for cordless drivers.", category="tools/bits",
                properties=(word("drive", "Antrieb", "Drive", f"{drive}{size}"), measure("length", "Länge", "Length", length, "MMT")),
                varying=("drive", "length"), cost=0.28 + length * 0.012, grams=length * 0.22, picture=Picture("screwdriver", (), "steel"),
                box=10, multiple=10 if length == 25 else 1, rank=900 if length == 25 else 200,  # noqa: PLR2004
            )  # fmt: skip
            if length in {90, 150}:
                yield _tool(
                    sku=f"SD-{drive}{size}-{length}", family=f"Schraubendreher {drive}", de=f"Schraubendreher {drive}{size} × {length} mm",
                    en=f"Screwdriver {drive}{size} × {length} mm", text_de="Zweikomponentengriff, Klinge aus Chrom-Vanadium.",
                    text_en="Two-component handle, chrome vanadium blade.", category="tools/drivers",
                    properties=(word("drive", "Antrieb", "Drive", f"{drive}{size}"), measure("length", "Länge", "Length", length, "MMT")),
                    varying=("drive", "length"), cost=2.2 + size * 0.05 + length * 0.008, grams=length * 0.9, picture=Picture("screwdriver"),
                )  # fmt: skip


def _drills() -> Iterator[Article]:
    kinds = (("R", "HSS-R", "rollgewalzt", "roll forged", 1.0, "black"), ("G", "HSS-G", "geschliffen", "ground", 1.5, "steel"),
             ("CO", "HSS-Co", "kobaltlegiert", "cobalt alloyed", 2.7, "brass"))  # fmt: skip
    for code, name, de, en, factor, tone in kinds:
        for tenths in (*range(10, 131), *range(135, 201, 5)):
            d = tenths / 10
            length = round(25 + 9.8 * d**0.95)
            grams = pi / 4 * d**2 * length * 0.0055
            size = f"{d:.1f}"
            box = 10 if d <= 10 else 5  # noqa: PLR2004 - packs of the trade
            yield _tool(
                sku=f"338{code}-{tenths:03d}", family=f"Spiralbohrer DIN 338 {name} {tenths // 10} mm", de=f"Spiralbohrer DIN 338 {name} {size.replace('.', ',')} mm",
                en=f"Twist drill DIN 338 {name} {size} mm", text_de=f"{name}, {de}, 118° Spitze. Für Stahl, Guss und Buntmetall.",
                text_en=f"{name}, {en}, 118° point. For steel, cast iron and non-ferrous metal.", category="tools/drills",
                properties=(measure("diameter", "Durchmesser", "Diameter", d, "MMT"), measure("length", "Länge", "Length", length, "MMT"),
                            word("material", "Werkstoff", "Material", name)),
                varying=("diameter",), cost=(0.35 + grams * 0.055) * factor, grams=grams, make="Spanwerk",
                picture=Picture("drill", (round(length / d / 2) * 2,), tone), box=box, multiple=box if d <= 6 else 1,  # noqa: PLR2004
                rank=500 if tenths % 10 in {0, 5} else 120,
            )  # fmt: skip
    for d in (4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 22, 25):
        for length in (110, 160, 210, 260, 310, 450):
            yield _tool(
                sku=f"SDS-{d}x{length}", family=f"Hammerbohrer SDS-plus {d} mm", de=f"Hammerbohrer SDS-plus {d} × {length} mm",
                en=f"Hammer drill bit SDS-plus {d} × {length} mm", text_de="Vierschneidiger Hartmetallkopf, für Beton und Mauerwerk.",
                text_en="Four-edge carbide head, for concrete and masonry.", category="tools/drills",
                properties=(measure("diameter", "Durchmesser", "Diameter", d, "MMT"), measure("length", "Länge", "Length", length, "MMT")),
                varying=("diameter", "length"), cost=1.4 + d * length * 0.0011, grams=d**2 * length * 0.004, make="Spanwerk",
                picture=Picture("drill", (min(30, round(length / d / 2) * 2),)), rank=220,
            )  # fmt: skip


def _taps() -> Iterator[Article]:
    for thread in THREADS:
        for code, de, en, factor in (("352", "Handgewindebohrer-Satz DIN 352", "Hand tap set DIN 352", 2.2), ("371", "Maschinengewindebohrer DIN 371/376", "Machine tap DIN 371/376", 1.6),
                                     ("SK", "Schneideisen DIN EN 22568", "Die DIN EN 22568", 1.4)):  # fmt: skip
            for material, more in (("HSS-G", 1.0), ("HSS-Co", 1.5)):
                yield _tool(
                    sku=f"{code}-{thread.name}-{material[4:]}", family=f"{de} {material}", de=f"{de} {thread.name} × {thread.pitch:g} {material}".replace("0.", "0,").replace("1.", "1,").replace("2.5", "2,5").replace("3.5", "3,5"),
                    en=f"{en} {thread.name} × {thread.pitch:g} {material}", text_de=f"Metrisches Regelgewinde nach ISO 261, Steigung {thread.pitch:g} mm.".replace(".", ",", 1),
                    text_en=f"Metric coarse thread to ISO 261, pitch {thread.pitch:g} mm.", category="tools/taps",
                    properties=(word("thread", "Gewinde", "Thread", thread.name), measure("pitch", "Steigung", "Pitch", thread.pitch, "MMT"),
                                word("material", "Werkstoff", "Material", material)),
                    varying=("thread",), cost=(2.8 + thread.d**1.4 * 0.22) * factor * more, grams=thread.d**1.8 * 1.2, make="Spanwerk",
                    picture=Picture("tap", (), "brass" if more > 1 else "steel"),
                )  # fmt: skip


def _simple_tools() -> Iterator[Article]:
    for grams in (100, 200, 300, 400, 500, 800, 1000, 1500, 2000):
        for code, de, en, factor in (
            ("H1041", "Schlosserhammer DIN 1041", "Engineer's hammer DIN 1041", 1.0),
            ("SCHON", "Schonhammer rückschlagfrei", "Dead blow hammer", 2.3),
        ):
            yield _tool(sku=f"{code}-{grams}", family=de, de=f"{de} {grams} g", en=f"{en} {grams} g", category="tools/hammers", text_de="Eschenstiel, geschmiedeter Kopf.",
                        text_en="Ash handle, forged head.", properties=(measure("head", "Kopfgewicht", "Head weight", grams, "GRM"),), varying=("head",),
                        cost=(2.4 + grams * 0.0058) * factor, grams=grams * 1.35, picture=Picture("hammer"))  # fmt: skip
    for code, de, en in (("KOMBI", "Kombizange", "Combination pliers"), ("SEITE", "Seitenschneider", "Diagonal cutters"), ("WAPU", "Wasserpumpenzange", "Water pump pliers"),
                         ("SPITZ", "Spitzzange", "Long nose pliers"), ("ABISO", "Abisolierzange", "Wire strippers"), ("SICH", "Sicherungsringzange", "Circlip pliers")):  # fmt: skip
        for length in (125, 140, 160, 180, 200, 225, 250, 300):
            yield _tool(sku=f"{code}-{length}", family=de, de=f"{de} {length} mm", en=f"{en} {length} mm", category="tools/pliers", text_de="Induktiv gehärtete Schneiden, Mehrkomponentengriff.",
                        text_en="Induction hardened edges, multi-component handle.", properties=(measure("length", "Länge", "Length", length, "MMT"),), varying=("length",),
                        cost=4 + length * 0.035, grams=length * 1.3, picture=Picture("pliers", (), "red"))  # fmt: skip
    for teeth in (14, 18, 24, 32):
        for code, de, factor in (("HSS", "HSS", 1.0), ("BI", "Bimetall", 1.3)):
            yield _tool(sku=f"SB300-{teeth}-{code}", family=f"Handsägeblatt {de}", de=f"Handsägeblatt 300 mm {teeth} Zähne/Zoll {de}", en=f"Hacksaw blade 300 mm {teeth} teeth/inch {de}",
                        category="tools/saws", text_de="Einseitig verzahnt, für Stahl und Rohre.", text_en="Single-sided teeth, for steel and tubes.",
                        properties=(measure("teeth", "Zähne pro Zoll", "Teeth per inch", teeth, ""),), varying=("teeth",), cost=0.6 * factor, grams=22, picture=Picture("saw_blade"),
                        box=100, multiple=10, make="Spanwerk")  # fmt: skip


def _discs() -> Iterator[Article]:
    for d in (115, 125, 150, 180, 230, 300, 350):
        for thickness in (1.0, 1.6, 2.0, 2.5, 3.0):
            for code, de, en, factor in (
                ("ST", "Stahl", "steel", 1.0),
                ("INOX", "Edelstahl", "stainless steel", 1.25),
                ("STEIN", "Stein", "stone", 0.95),
            ):
                if (d > 230 and thickness < 2.5) or (d < 180 and thickness == 3.0):  # noqa: PLR2004 - thin big discs would break
                    continue
                shown = f"{thickness:.1f}".replace(".", ",")
                yield _tool(
                    sku=f"TS{d}-{thickness * 10:.0f}-{code}", family=f"Trennscheibe {de}", de=f"Trennscheibe {de} {d} × {shown} mm", en=f"Cutting disc for {en} {d} × {thickness} mm",
                    text_de=f"Gerade Form 41 nach EN 12413, Höchstdrehzahl {int(80 * 60000 / pi / d / 50) * 50} 1/min.", text_en=f"Straight, type 41 to EN 12413, maximum speed {int(80 * 60000 / pi / d / 50) * 50} rpm.",
                    category="abrasives/cutting", properties=(measure("diameter", "Durchmesser", "Diameter", d, "MMT"), measure("thickness", "Dicke", "Thickness", thickness, "MMT"),
                                                             word("for", "Für Werkstoff", "For material", de)),
                    varying=("diameter", "thickness"), cost=(0.28 + d**2 * thickness * 0.0000095) * factor, grams=d**2 * thickness * 0.0019, make="Korund & Co", margin="1.30",
                    picture=Picture("disc", (), "black" if code == "ST" else "grey"), box=25, multiple=25 if d <= 125 else 5, rank=1000 if d in {115, 125} else 260,  # noqa: PLR2004
                )  # fmt: skip
    for d in (115, 125, 150, 180):
        for grit in (36, 40, 60, 80, 120):
            for code, de, en, factor in (
                ("ZK", "Zirkonkorund", "zirconia", 1.0),
                ("KER", "Keramikkorn", "ceramic grain", 1.6),
            ):
                yield _tool(
                    sku=f"FS{d}-{grit}-{code}", family=f"Fächerscheibe {de}", de=f"Fächerscheibe {d} mm K{grit} {de}", en=f"Flap disc {d} mm P{grit} {en}", text_de="Zum Entgraten, Verschleifen von Nähten und Blenden.",
                    text_en="For deburring, dressing of welds and blending.", category="abrasives/flap", properties=(measure("diameter", "Durchmesser", "Diameter", d, "MMT"), measure("grit", "Körnung", "Grit", grit, ""),
                                                                                                                        word("grain", "Korn", "Grain", de)),
                    varying=("diameter", "grit"), cost=(0.8 + d * 0.008) * factor, grams=d * 0.75, make="Korund & Co", margin="1.20", picture=Picture("disc", (1,), "blue" if code == "ZK" else "red"), box=10,
                    multiple=10, rank=450,
                )  # fmt: skip


def _grits() -> Iterator[Article]:
    grits = (40, 60, 80, 100, 120, 150, 180, 240, 320, 400, 600, 800, 1000, 1200)
    for code, de, en, motif, cost, box, tone in (("SP", "Schleifpapierbogen 230 × 280 mm", "Abrasive paper sheet 230 × 280 mm", "abrasive_sheet", 0.22, 50, "brown"), ("SR", "Schleifgeweberolle 50 mm × 25 m", "Abrasive cloth roll 50 mm × 25 m", "roll", 9.8, 0, "brown"),
                                                 ("EX", "Exzenterscheibe Klett 150 mm", "Disc, hook and loop, 150 mm", "disc", 0.25, 50, "yellow"), ("SV", "Schleifvlies 115 × 280 mm", "Non-woven hand pad 115 × 280 mm", "abrasive_sheet", 0.9, 20, "green"),
                                                 ("FB", "Fiberscheibe 125 mm", "Fibre disc 125 mm", "disc", 0.42, 25, "orange"), ("BD", "Schleifband 75 × 533 mm", "Abrasive belt 75 × 533 mm", "roll", 0.75, 10, "brown")):  # fmt: skip
        for grit in grits:
            yield _tool(sku=f"{code}-{grit}", family=de, de=f"{de} K{grit}", en=f"{en} P{grit}", text_de="Normalkorund, Körnung nach FEPA.", text_en="Aluminium oxide, grit to FEPA.", category="abrasives/sheets",
                        properties=(measure("grit", "Körnung", "Grit", grit, ""),), varying=("grit",), cost=cost * (1 + 4 / grit), grams=cost * 40, make="Korund & Co", margin="1.30",
                        picture=Picture(motif, (), tone), box=box, multiple=box or 1, rank=380)  # fmt: skip


_USUAL_CAN = 400


def _cans() -> Iterator[Article]:
    kinds = (("MULTI", "Multifunktionsöl", "Multi-purpose oil", 3.4, "blue"), ("BREMS", "Bremsenreiniger", "Brake cleaner", 1.9, "red"), ("ZINK", "Zinkspray hell", "Zinc spray, bright", 4.9, "grey"), ("SILI", "Silikonspray", "Silicone spray", 3.6, "white"),
             ("SCHNEID", "Schneidöl", "Cutting oil", 4.4, "green"), ("ROST", "Rostlöser", "Rust remover", 3.9, "orange"), ("LECK", "Lecksuchspray", "Leak detection spray", 3.1, "yellow"), ("KLEBST", "Sprühkleber", "Spray adhesive", 5.2, "black"))  # fmt: skip
    for code, de, en, cost, tone in kinds:
        for millilitres in (100, 200, 400, 500, 600):
            yield _tool(sku=f"{code}-{millilitres}", family=f"{de} Spray", de=f"{de} {millilitres} ml Spraydose", en=f"{en} {millilitres} ml aerosol", text_de="Gefahrgut in begrenzter Menge (LQ). Sicherheitsdatenblatt beachten.",
                        text_en="Dangerous goods in limited quantity (LQ). Mind the safety data sheet.", category="chemicals/sprays", properties=(measure("content", "Inhalt", "Content", millilitres, "MLT"),), varying=("content",),
                        cost=cost * (0.35 + millilitres / 620), grams=millilitres * 0.95, unit="CA", make="Chemolux", picture=Picture("can", (), tone), box=12, multiple=1, rank=600 if millilitres == _USUAL_CAN else 160)  # fmt: skip
