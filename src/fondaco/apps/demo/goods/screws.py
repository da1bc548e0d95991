"""Screws: the dimensions of the norms, the lengths they are made in, and what a screw of these weighs."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import pi

from fondaco.apps.demo.goods.article import SUED, Article, Property, cents, measure, packing, plain, word
from fondaco.apps.demo.pictures.drawing import Picture

# Preferred lengths of the product norms (mm).
LENGTHS = (
    5, 6, 8, 10, 12, 16, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160, 180, 200,
)  # fmt: skip
STEEL_DENSITY = 0.00785  # g/mm³


@dataclass(frozen=True, slots=True)
class Thread:
    """A metric coarse thread (ISO 261) with the heads that sit on it, all in mm.

    `s` and `k`: width across flats and head height of DIN 933 and 931; `dk`: head of the socket screw DIN 912, whose
    height is d; `dc`: head of the countersunk screw DIN 7991.
    """

    d: float
    pitch: float
    s: float
    k: float
    dk: float
    dc: float

    @property
    def name(self) -> str:
        """M8."""
        return f"M{self.d:g}"


THREADS = (
    Thread(3, 0.5, 5.5, 2.0, 5.5, 6.0),
    Thread(4, 0.7, 7, 2.8, 7, 8.0),
    Thread(5, 0.8, 8, 3.5, 8.5, 10.0),
    Thread(6, 1.0, 10, 4.0, 10, 12.0),
    Thread(8, 1.25, 13, 5.3, 13, 16.0),
    Thread(10, 1.5, 17, 6.4, 16, 20.0),
    Thread(12, 1.75, 19, 7.5, 18, 24.0),
    Thread(16, 2.0, 24, 10.0, 24, 30.0),
    Thread(20, 2.5, 30, 12.5, 30, 36.0),
    Thread(24, 3.0, 36, 15.0, 36, 39.0),
    Thread(30, 3.5, 46, 18.7, 45, 0),
    Thread(36, 4.0, 55, 22.5, 54, 0),
)
BY_NAME = {thread.name: thread for thread in THREADS}


@dataclass(frozen=True, slots=True)
class Finish:
    """Strength and surface: its code in our number, words, what it costs compared with plain steel, its tone."""

    code: str
    grade: str
    de: str
    en: str
    factor: float
    tone: str


ZINC = Finish("88V", "8.8", "verzinkt", "zinc plated", 1.0, "steel")
BLACK = Finish("109B", "10.9", "blank", "plain", 1.15, "black")
HARD = Finish("129B", "12.9", "brüniert", "black oxide", 1.35, "black")
SOFT = Finish("48V", "4.8", "verzinkt", "zinc plated", 0.85, "steel")
HOT = Finish("88F", "8.8", "feuerverzinkt", "hot-dip galvanised", 1.45, "grey")
A2 = Finish("A2", "A2-70", "Edelstahl A2", "stainless steel A2", 2.6, "stainless")
A4 = Finish("A4", "A4-80", "Edelstahl A4", "stainless steel A4", 3.9, "stainless")


@dataclass(frozen=True, slots=True)
class Norm:
    """A product norm: number, words, motif, finishes, thread range, and least and greatest length over diameter."""

    number: str
    iso: str
    de: str
    en: str
    motif: str
    finishes: tuple[Finish, ...]
    threads: tuple[float, float]
    lengths: tuple[float, float]
    text_de: str
    text_en: str


NORMS = (
    Norm("933", "ISO 4017", "Sechskantschraube", "Hexagon head screw", "hex_bolt", (ZINC, BLACK, HOT, A2, A4), (4, 36), (1.5, 10),
         "Gewinde bis Kopf. Für durchgehende Verschraubungen und Gewindelöcher im Maschinen- und Stahlbau.",
         "Thread up to the head. For through and tapped holes in machine and steel construction."),
    Norm("931", "ISO 4014", "Sechskantschraube mit Schaft", "Hexagon head bolt with shank", "hex_bolt", (ZINC, BLACK, HOT, A2), (6, 36),
         (4, 14), "Mit Schaft: nimmt Querkräfte im glatten Teil auf, wo ein Gewinde kerben würde.",
         "With shank: takes shear in the plain part, where a thread would notch."),
    Norm("912", "ISO 4762", "Zylinderschraube mit Innensechskant", "Hexagon socket head cap screw", "socket_screw",
         (ZINC, HARD, A2, A4), (3, 24), (1.3, 10), "Hohe Vorspannkraft bei kleinem Kopf; im Senkloch versenkbar.",
         "High preload with a small head; can be counterbored."),
    Norm("7991", "ISO 10642", "Senkschraube mit Innensechskant", "Hexagon socket countersunk screw", "countersunk",
         (ZINC, HARD, A2), (3, 24), (1.6, 7), "Schließt in der 90°-Senkung bündig ab.",
         "Sits flush in a 90° countersink."),
    Norm("7380", "ISO 7380-1", "Linsenkopfschraube mit Innensechskant", "Hexagon socket button head screw", "round_head",
         (BLACK, A2), (3, 12), (1.5, 6), "Flacher runder Kopf ohne Kanten, für Abdeckungen und Verkleidungen.",
         "Low round head without edges, for covers and panels."),
    Norm("603", "ISO 8677", "Flachrundschraube mit Vierkantansatz", "Mushroom head square neck bolt", "round_head",
         (ZINC, A2), (5, 16), (3, 14), "Der Vierkant zieht sich ins Holz und hält gegen Mitdrehen.",
         "The square neck bites into wood and keeps the bolt from turning."),
    Norm("913", "ISO 4026", "Gewindestift mit Kegelkuppe", "Hexagon socket set screw, flat point", "set_screw", (HARD, A2), (3, 16),
         (0.9, 4), "Sitzt vollständig im Gewinde; klemmt Naben, Ringe und Wellen.",
         "Sits wholly inside the thread; clamps hubs, collars and shafts."),
    Norm("916", "ISO 4029", "Gewindestift mit Ringschneide", "Hexagon socket set screw, cup point", "set_screw", (HARD, A2), (3, 16),
         (0.9, 4), "Die Ringschneide gräbt sich ein und hält auf glatten Wellen.",
         "The cup bites in and holds on smooth shafts."),
    Norm("7985", "ISO 7045", "Linsenkopfschraube mit Kreuzschlitz", "Cross recessed pan head screw", "round_head", (SOFT, A2, A4), (3, 10),
         (1.6, 8), "Der Allrounder für Gehäuse, Bleche und Geräte.", "The all-rounder for housings, sheets and devices."),
    Norm("965", "ISO 7046", "Senkschraube mit Kreuzschlitz", "Cross recessed countersunk screw", "countersunk", (SOFT, A2, A4), (3, 10),
         (1.6, 8), "Bündig in der 90°-Senkung, mit Kreuzschlitz H.", "Flush in a 90° countersink, with H cross recess."),
)  # fmt: skip


def thread_length(*, norm: str, d: float, length: float) -> float:
    """Return the threaded length b: DIN 931 has 2d + 6 up to 125 mm and 2d + 12 above (ISO 4014); others have all."""
    if norm not in {"931", "603"}:
        return length
    return min(length, 2 * d + (6 if length <= 125 else 12))  # noqa: PLR2004 - the limit of the norm


def mass(*, norm: str, thread: Thread, length: float) -> float:
    """Return grams: the head as a prism or cone, the shank as a cylinder of the thread's mean diameter."""
    d, mean = thread.d, thread.d - 0.65 * thread.pitch
    b = thread_length(norm=norm, d=d, length=length)
    shank = pi / 4 * (mean**2 * b + d**2 * (length - b))
    heads = {
        "933": 0.866 * thread.s**2 * thread.k,
        "931": 0.866 * thread.s**2 * thread.k,
        "912": pi / 4 * thread.dk**2 * d - 0.866 * (0.8 * d) ** 2 * d / 2,
        "7991": 0.0,
        "7380": pi / 4 * (1.85 * d) ** 2 * 0.4 * d,
        "603": pi / 4 * (2.2 * d) ** 2 * 0.4 * d,
        "913": -0.866 * (0.5 * d) ** 2 * min(d, length / 2),
        "916": -0.866 * (0.5 * d) ** 2 * min(d, length / 2),
        "7985": pi / 4 * (2 * d) ** 2 * 0.45 * d,
        "965": 0.0,
    }
    cone = pi / 12 * (thread.dc - d) * (thread.dc + 2 * d) / 2 * d * 0.5 if norm in {"7991", "965"} else 0
    return (shank + heads[norm] + cone) * STEEL_DENSITY


def screws() -> Iterator[Article]:
    """All screws with a metric thread."""
    for norm in NORMS:
        for thread in THREADS:
            if not norm.threads[0] <= thread.d <= norm.threads[1]:
                continue
            for finish in norm.finishes:
                for length in LENGTHS:
                    if norm.lengths[0] * thread.d <= length <= max(norm.lengths[1] * thread.d, 4 * norm.lengths[1]):
                        yield _screw(norm, thread, finish, length)


def _screw(norm: Norm, thread: Thread, finish: Finish, length: int) -> Article:
    grams = mass(norm=norm.number, thread=thread, length=length)
    size = f"{thread.name}x{length}"
    shown = f"{thread.name} × {length}"
    stainless = finish.grade.startswith("A")
    surface_de = finish.de if stainless else f"{finish.grade} {finish.de}"
    surface_en = finish.en if stainless else f"{finish.grade} {finish.en}"
    box = packing(grams)
    b = thread_length(norm=norm.number, d=thread.d, length=length)
    ratio = round(min(length / thread.d, 9) * 2) / 2
    picture = (ratio, round(b / length, 1)) if norm.motif == "hex_bolt" else (ratio,)
    near = 1 / (1 + abs(length / thread.d - 4)) * (3 if thread.d in {6, 8, 10, 12} else 1)
    return Article(
        sku=f"{norm.number}-{size}-{finish.code}",
        erp=SUED,
        family=f"DIN {norm.number} {thread.name} {finish.code}",
        de=f"{norm.de} DIN {norm.number} {shown} {surface_de}",
        en=f"{norm.en} DIN {norm.number} {shown} {surface_en}",
        text_de=f"{norm.de} nach DIN {norm.number} ({norm.iso}), {surface_de}. {norm.text_de}",
        text_en=f"{norm.en} to DIN {norm.number} ({norm.iso}), {surface_en}. {norm.text_en}",
        category=f"screws/{norm.number}",
        properties=(*_properties(norm, thread, length, b), *strength(finish)),
        varying=("length",),
        cost=cents((0.011 + grams * 0.0019 + 0.0001 * length) * finish.factor),
        margin=Decimal("0.85") if stainless else Decimal("1.10"),
        grams=plain(round(grams, 3)),
        box=box,
        multiple=box if grams < 20 else 1,  # noqa: PLR2004 - small screws are sold by the box
        manufacturer="Eisenhart" if not stainless else "Rostfrei Süd",
        manufacturer_number=f"EH{norm.number}{thread.d:02.0f}{length:03d}{finish.code}",
        picture=Picture(norm.motif, picture, finish.tone),
        rank=int(1000 * near * (1.6 if finish.code in {"88V", "48V", "A2"} else 0.7)),
        accessories=(f"125-{thread.d:g}-{_partner(finish)}", f"934-{thread.name}-{_partner(finish)}"),
        facts={"d": thread.d, "length": length, "pitch": thread.pitch, "b": b},
    )


def _partner(finish: Finish) -> str:
    """Nuts and washers come zinc plated or stainless; the other finishes take the zinc plated ones."""
    return finish.code if finish.code in {"A2", "A4"} else "V"


def _properties(norm: Norm, thread: Thread, length: float, b: float) -> Iterator[Property]:
    yield word("norm", "Norm", "Standard", f"DIN {norm.number}")
    yield word("thread", "Gewinde", "Thread", thread.name)
    yield measure("length", "Länge", "Length", length, "MMT")
    yield measure("pitch", "Steigung", "Pitch", thread.pitch, "MMT")
    if norm.number in {"933", "931"}:
        yield measure("across_flats", "Schlüsselweite", "Width across flats", thread.s, "MMT")
        yield measure("head_height", "Kopfhöhe", "Head height", thread.k, "MMT")
    if norm.number == "912":
        yield measure("head_diameter", "Kopfdurchmesser", "Head diameter", thread.dk, "MMT")
    if norm.number in {"7991", "965"}:
        yield measure("head_diameter", "Kopfdurchmesser", "Head diameter", thread.dc, "MMT")
    if b < length:
        yield measure("thread_length", "Gewindelänge", "Thread length", b, "MMT")


def strength(finish: Finish) -> Iterator[Property]:
    """Strength class and surface as properties."""
    yield word("grade", "Festigkeit", "Property class", finish.grade)
    yield word("surface", "Werkstoff/Oberfläche", "Material/finish", finish.de)
