"""Fittings, valves, hoses, cable ties and glands: what the alpine ERP sells."""

from collections.abc import Iterator
from decimal import Decimal

from fondaco.apps.demo.goods.article import ALPIN, Article, cents, measure, packing, plain, word
from fondaco.apps.demo.pictures.drawing import Picture

# ISO 228 pipe threads: name and outside diameter of the thread (mm).
PIPE_THREADS = (("1/8", 9.728), ("1/4", 13.157), ("3/8", 16.662), ("1/2", 20.955), ("3/4", 26.441), ("1", 33.249),
                ("1 1/4", 41.910), ("1 1/2", 47.803), ("2", 59.614))  # fmt: skip
_MATERIALS = (
    ("MS", "Messing blank", "brass", 1.0, "brass", 16), ("MV", "Messing vernickelt", "nickel plated brass", 1.18, "white", 16),
    ("A4", "Edelstahl 1.4408", "stainless steel 1.4408", 2.1, "stainless", 40),
    ("TG", "Temperguss verzinkt", "malleable iron, galvanised", 0.55, "grey", 25),
)  # fmt: skip
_FORMS = (
    ("90", "Winkel 90° IG/IG", "Elbow 90° female/female", "elbow", 1.0), ("92", "Winkel 90° IG/AG", "Elbow 90° female/male", "elbow", 1.05),
    ("120", "Winkel 45° IG/IG", "Elbow 45° female/female", "elbow", 1.1), ("130", "T-Stück IG", "Tee female", "tee", 1.4),
    ("180", "Kreuzstück IG", "Cross female", "tee", 2.0), ("270", "Muffe IG/IG", "Socket female/female", "sleeve", 0.7),
    ("280", "Doppelnippel AG/AG", "Hexagon nipple male/male", "sleeve", 0.6), ("290", "Stopfen AG", "Plug male", "sleeve", 0.5),
    ("300", "Kappe IG", "Cap female", "sleeve", 0.55), ("330", "Verschraubung flach dichtend", "Union, flat seat", "sleeve", 1.9),
    ("529", "Hahnverlängerung AG/IG 30 mm", "Extension male/female 30 mm", "sleeve", 0.9),
)  # fmt: skip
_REDUCERS = (("241", "Reduziernippel AG/IG", "Reducing bush male/female", 0.6), ("240", "Reduziermuffe IG/IG", "Reducing socket", 0.85),
             ("245", "Reduzierdoppelnippel AG/AG", "Reducing nipple male/male", 0.75))  # fmt: skip


def pipes() -> Iterator[Article]:
    """Everything of the alpine ERP."""
    yield from _fittings()
    yield from _reducers()
    yield from _valves()
    yield from _push_in()
    yield from _tails()
    yield from _hoses()
    yield from _clamps()
    yield from _cable_ties()
    yield from _glands()


def _fitting(
    *, sku: str, family: str, de: str, en: str, size: str, outside: float, material: tuple[str, str, str, float, str, int],
    factor: float, picture: Picture, category: str, extra: str = "", hose: int = 0,
) -> Article:  # fmt: skip
    code, name_de, name_en, price, _, bar = material
    grams = outside**2 * 0.085 * factor
    properties = [
        word("pipe_thread", "Gewinde", "Thread", f"G {size}"),
        measure("thread_outside", "Gewindeaußendurchmesser", "Thread outside diameter", outside, "MMT"),
        word("material", "Werkstoff", "Material", name_de),
        measure("pressure", "Nenndruck (bar)", "Nominal pressure (bar)", bar, ""),
    ]
    if extra:
        properties.append(word("second_thread", "Zweites Gewinde", "Second thread", f"G {extra}"))
    if hose:
        properties.append(measure("hose", "Für Schlauch", "For hose", hose, "MMT"))
    return Article(
        sku=sku,
        erp=ALPIN,
        family=family,
        de=f"{de} {name_de}",
        en=f"{en} {name_en}",
        text_de=f"Gewindefitting aus {name_de}, Rohrgewinde nach ISO 228, bis {bar} bar. Für Wasser, Druckluft und Öl.",
        text_en=f"Threaded fitting, {name_en}, pipe thread to ISO 228, up to {bar} bar. For water, compressed air and oil.",
        category=category,
        properties=tuple(properties),
        varying=("pipe_thread", *(("second_thread",) if extra else ()), *(("hose",) if hose else ())),
        cost=cents((0.35 + grams * 0.021) * price),
        margin=Decimal("0.90"),
        grams=plain(round(grams, 1)),
        box=packing(grams, box_grams=3000) if grams < 400 else 0,  # noqa: PLR2004 - big ones come singly
        manufacturer="Tobelfit",
        manufacturer_number=f"TF {sku}",
        picture=picture,
        rank=int((700 if code in {"MS", "A4"} else 250) / (1 + abs(outside - 21) / 15)),
        facts={"outside": outside},
    )


def _fittings() -> Iterator[Article]:
    for number, de, en, motif, factor in _FORMS:
        for size, outside in PIPE_THREADS:
            for material in _MATERIALS:
                picture = Picture(motif, (0.8, 0.8) if motif == "sleeve" else (), material[4])
                yield _fitting(
                    sku=f"F{number}-{_short(size)}-{material[0]}", family=f"{de} {material[0]}", de=f'{de} G {size}"',
                    en=f'{en} G {size}"', size=size, outside=outside, material=material, factor=factor, picture=picture,
                    category="fittings/tees" if motif == "tee" else "fittings/elbows" if motif == "elbow" else "fittings/sockets",
                )  # fmt: skip


def _reducers() -> Iterator[Article]:
    for number, de, en, factor in _REDUCERS:
        for big, (size, outside) in enumerate(PIPE_THREADS):
            for smaller, small_outside in PIPE_THREADS[max(0, big - 3) : big]:
                for material in _MATERIALS:
                    yield _fitting(
                        sku=f"F{number}-{_short(size)}-{_short(smaller)}-{material[0]}", family=f"{de} {material[0]}",
                        de=f'{de} G {size}" × {smaller}"', en=f'{en} G {size}" × {smaller}"', size=size, outside=outside,
                        material=material, factor=factor, extra=smaller, category="fittings/reducers",
                        picture=Picture("sleeve", (0.8, round(max(0.3, 0.8 * small_outside / outside), 1)), material[4]),
                    )  # fmt: skip


def _valves() -> Iterator[Article]:
    for size, outside in PIPE_THREADS[1:]:
        for material in (_MATERIALS[0], _MATERIALS[2]):
            for kind, de, en, factor in (("KH", "Kugelhahn IG/IG", "Ball valve female/female", 4.2),
                                         ("KA", "Kugelhahn IG/AG", "Ball valve female/male", 4.4),
                                         ("RV", "Rückschlagventil IG/IG", "Check valve female/female", 3.6),
                                         ("SF", "Schmutzfänger IG/IG", "Strainer female/female", 3.3)):  # fmt: skip
                yield _fitting(
                    sku=f"{kind}-{_short(size)}-{material[0]}", family=f"{de} {material[0]}", de=f'{de} G {size}"',
                    en=f'{en} G {size}"', size=size, outside=outside, material=material, factor=factor,
                    picture=Picture("valve", (), material[4]), category="fittings/valves",
                )  # fmt: skip


def _push_in() -> Iterator[Article]:
    forms = (("Q", "Steckverschraubung gerade AG", "Push-in fitting, straight male", "sleeve", 1.0), ("QL", "Winkelsteckverschraubung AG", "Push-in elbow male", "elbow", 1.2),
             ("QT", "T-Steckverschraubung AG", "Push-in tee male", "tee", 1.6), ("QF", "Steckverschraubung gerade IG", "Push-in fitting, straight female", "sleeve", 1.1))  # fmt: skip
    for code, de, en, motif, factor in forms:
        for hose in (4, 6, 8, 10, 12, 14, 16):
            for size, outside in PIPE_THREADS[:4]:
                if not 1.0 <= outside / hose <= 3.4:  # noqa: PLR2004 - a hose does not fit a thread of any size
                    continue
                for material in _MATERIALS[1:3]:
                    yield _fitting(
                        sku=f"{code}-{_short(size)}-{hose}-{material[0]}", family=f"{de} {material[0]}",
                        de=f'{de} G {size}" für Schlauch {hose} mm', en=f'{en} G {size}" for hose {hose} mm', size=size, outside=outside,
                        material=material, factor=factor, category="fittings/pushin", hose=hose,
                        picture=Picture(motif, (0.7, round(min(1, 0.7 * hose / outside + 0.2), 1)) if motif == "sleeve" else (), material[4]),
                    )  # fmt: skip


def _tails() -> Iterator[Article]:
    for place, (size, outside) in enumerate(PIPE_THREADS):
        for hose in (6, 9, 13, 19, 25, 32, 38, 50)[max(0, place - 2) : place + 2]:
            for material in _MATERIALS[:3]:
                yield _fitting(
                    sku=f"ST-{_short(size)}-{hose}-{material[0]}", family=f"Schlauchtülle AG {material[0]}",
                    de=f'Schlauchtülle AG G {size}" für Schlauch {hose} mm', en=f'Hose tail male G {size}" for hose {hose} mm', size=size,
                    outside=outside, material=material, factor=0.7, category="fittings/pushin", hose=hose,
                    picture=Picture("sleeve", (0.8, 0.5), material[4]),
                )  # fmt: skip


def _short(size: str) -> str:
    return size.replace(" ", "").replace("/", "") if "/" in size else f"{size}Z"


def _hoses() -> Iterator[Article]:
    kinds = (
        ("PU", "Druckluftschlauch PUR blau", "Compressed air hose PUR blue", ((4, 2.5), (6, 4), (8, 5.5), (10, 7), (12, 8), (14, 10), (16, 11)), "blue", 1.0, 10),
        ("PN", "Druckluftschlauch PUR schwarz", "Compressed air hose PUR black", ((4, 2.5), (6, 4), (8, 5.5), (10, 7), (12, 8)), "black", 1.0, 10),
        ("PA", "Polyamidrohr PA12", "Polyamide tube PA12", ((4, 2.7), (6, 4), (8, 6), (10, 8), (12, 9), (15, 12)), "black", 0.8, 18),
        ("GW", "Gewebeschlauch PVC", "Braided hose PVC", ((12, 6), (14, 8), (16, 10), (19, 13), (26, 19), (34, 25)), "white", 0.6, 12),
        ("WG", "Wasserschlauch EPDM", "Water hose EPDM", ((19, 13), (26, 19), (35, 25), (44, 32), (50, 38)), "black", 1.1, 10),
        ("SS", "Saug-/Druckschlauch PVC", "Suction/delivery hose PVC", ((31, 25), (39, 32), (46, 38), (60, 50), (89, 75)), "green", 0.9, 5),
    )  # fmt: skip
    for code, de, en, sizes, tone, factor, bar in kinds:
        for outside, inside in sizes:
            grams = (outside**2 - inside**2) * 0.94
            yield Article(
                sku=f"{code}-{outside}x{inside:g}".replace(".", ""), erp=ALPIN, family=de,
                de=f"{de} {outside} × {inside:g} mm".replace(".", ","), en=f"{en} {outside} × {inside:g} mm",
                text_de=f"{de}, Meterware, bis {bar} bar bei 20 °C. Geschnitten nach Ihrem Maß oder als ganze Rolle.",
                text_en=f"{en}, by the metre, up to {bar} bar at 20 °C. Cut to your length or as a whole roll.",
                category="hoses/metre",
                properties=(measure("outside", "Außendurchmesser", "Outside diameter", outside, "MMT"),
                            measure("inside", "Innendurchmesser", "Inside diameter", inside, "MMT"),
                            measure("pressure", "Betriebsdruck (bar)", "Working pressure (bar)", bar, "")),
                varying=("outside",), cost=cents((0.18 + grams * 0.011) * factor), margin=Decimal("1.10"),
                grams=plain(round(grams, 1)), unit="MTR", box=50 if outside < 20 else 25,  # noqa: PLR2004 - rolls
                manufacturer="Tobelfit", manufacturer_number=f"TF {code}{outside}",
                picture=Picture("hose", (1,) if code == "GW" else (), tone), rank=420, facts={"outside": outside, "inside": inside},
            )  # fmt: skip


def _clamps() -> Iterator[Article]:
    ranges = (
        (8, 12),
        (10, 16),
        (12, 20),
        (16, 25),
        (20, 32),
        (25, 40),
        (32, 50),
        (40, 60),
        (50, 70),
        (60, 80),
        (70, 90),
        (90, 110),
    )
    for low, high in ranges:
        for width in (9, 12):
            for code, de, factor in (("W1", "W1 verzinkt", 1.0), ("W2", "W2", 1.4), ("W4", "W4 Edelstahl", 2.2)):
                grams = high * width * 0.055
                yield Article(
                    sku=f"3017-{low}-{high}-{width}-{code}", erp=ALPIN, family=f"Schlauchschelle {code}",
                    de=f"Schlauchschelle DIN 3017 {low}–{high} mm {width} mm {de}",
                    en=f"Hose clamp DIN 3017 {low}–{high} mm {width} mm {de}",
                    text_de="Schneckengewindeschelle mit geprägtem Band und gerundeten Kanten.",
                    text_en="Worm drive clamp with embossed band and rounded edges.", category="hoses/clamps",
                    properties=(measure("low", "Spannbereich von", "Range from", low, "MMT"),
                                measure("high", "Spannbereich bis", "Range to", high, "MMT"),
                                measure("band", "Bandbreite", "Band width", width, "MMT"),
                                word("material", "Werkstoff", "Material", de)),
                    varying=("low", "band"), cost=cents((0.12 + grams * 0.011) * factor), margin=Decimal("1.30"),
                    grams=plain(round(grams, 1)), box=packing(grams, box_grams=1200), multiple=5, manufacturer="Tobelfit",
                    manufacturer_number=f"TF SC{low}{width}{code}", picture=Picture("clamp", (), "stainless"), rank=380,
                    facts={"low": low, "high": high},
                )  # fmt: skip


def _cable_ties() -> Iterator[Article]:
    sizes = ((2.5, 80), (2.5, 100), (2.5, 120), (2.5, 160), (2.5, 200), (3.6, 140), (3.6, 200), (3.6, 250), (3.6, 290),
             (3.6, 370), (4.8, 160), (4.8, 200), (4.8, 250), (4.8, 300), (4.8, 370), (4.8, 430), (7.6, 200), (7.6, 300),
             (7.6, 370), (7.6, 450), (7.6, 550), (9.0, 530), (9.0, 780), (12.7, 500), (12.7, 720))  # fmt: skip
    kinds = (("N", "natur", "natural", 1.0, "white"), ("S", "schwarz UV-beständig", "black, UV resistant", 1.1, "black"),
             ("B", "blau detektierbar", "blue, detectable", 3.2, "blue"), ("H", "schwarz hitzestabil 125 °C", "black, heat stabilised 125 °C", 2.1, "black"))  # fmt: skip
    for width, length in sizes:
        for code, de, en, factor, tone in kinds:
            grams = width * length * 0.0016
            yield Article(
                sku=f"KB-{width:g}x{length}-{code}".replace(".", ""), erp=ALPIN, family=f"Kabelbinder {code}",
                de=f"Kabelbinder {width:g} × {length} mm {de}".replace(".", ","), en=f"Cable tie {width:g} × {length} mm {en}",
                text_de=f"Kabelbinder aus Polyamid 6.6, halogenfrei, {de}. Bündelt bis {length * 0.27:.0f} mm.",
                text_en=f"Cable tie made of polyamide 6.6, halogen free, {en}. Bundles up to {length * 0.27:.0f} mm.",
                category="cabling/ties",
                properties=(measure("width", "Breite", "Width", width, "MMT"), measure("length", "Länge", "Length", length, "MMT"),
                            measure("bundle", "Bündel bis", "Bundle up to", round(length * 0.27), "MMT"),
                            measure("tensile", "Haltekraft (N)", "Tensile strength (N)", round(width**1.25 * 22.6), "")),
                varying=("width", "length"), cost=cents((0.003 + grams * 0.009) * factor), margin=Decimal("1.40"),
                grams=plain(round(grams, 2)), box=100, multiple=100, manufacturer="Bindwell",
                manufacturer_number=f"BW{width * 10:03.0f}{length}{code}", picture=Picture("cable_tie", (), tone),
                rank=1100 if code in {"N", "S"} else 150, facts={"width": width, "length": length},
            )  # fmt: skip


def _glands() -> Iterator[Article]:
    sizes = (
        (12, 3, 6.5),
        (16, 4, 8),
        (20, 6, 12),
        (25, 11, 17),
        (32, 15, 21),
        (40, 19, 28),
        (50, 27, 35),
        (63, 34, 45),
    )
    kinds = (("P7", "Polyamid RAL 7035", "polyamide RAL 7035", 1.0, "grey"), ("P9", "Polyamid RAL 9005", "polyamide RAL 9005", 1.0, "black"),
             ("MS", "Messing vernickelt", "nickel plated brass", 3.1, "brass"), ("A4", "Edelstahl", "stainless steel", 9.0, "stainless"))  # fmt: skip
    for d, low, high in sizes:
        for code, de, en, factor, tone in kinds:
            for part, name_de, name_en, share in (("KV", "Kabelverschraubung", "Cable gland", 1.0), ("GM", "Gegenmutter", "Lock nut", 0.25),
                                                  ("BS", "Blindstopfen", "Blanking plug", 0.5)):  # fmt: skip
                grams = d**2 * 0.02 * share
                yield Article(
                    sku=f"{part}-M{d}-{code}", erp=ALPIN, family=f"{name_de} {code}", de=f"{name_de} M{d} × 1,5 {de}",
                    en=f"{name_en} M{d} × 1.5 {en}",
                    text_de=f"{name_de} mit metrischem Gewinde nach EN 60423, {de}, Schutzart IP68 mit Dichtring.",
                    text_en=f"{name_en} with metric thread to EN 60423, {en}, protection IP68 with sealing ring.",
                    category="cabling/glands",
                    properties=(word("thread", "Gewinde", "Thread", f"M{d}x1,5"), word("material", "Werkstoff", "Material", de),
                                *((measure("cable_from", "Kabel ab", "Cable from", low, "MMT"),
                                   measure("cable_to", "Kabel bis", "Cable to", high, "MMT")) if part == "KV" else ())),
                    varying=("thread",), cost=cents((0.14 + d * 0.022) * factor * share), margin=Decimal("1.10"),
                    grams=plain(round(grams, 1)), box=packing(grams, box_grams=800), multiple=10 if d <= 25 else 1,  # noqa: PLR2004
                    manufacturer="Bindwell", manufacturer_number=f"BW{part}{d}{code}",
                    picture=Picture("gland" if part == "KV" else "nut" if part == "GM" else "sleeve",
                                    () if part == "KV" else (0.2,) if part == "GM" else (0.6, 0.9), tone), rank=360,
                    facts={"d": d, "low": low, "high": high},
                )  # fmt: skip
