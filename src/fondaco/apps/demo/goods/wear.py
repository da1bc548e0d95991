"""Protective wear in its sizes: gloves, shoes, clothes, heads, ears, eyes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fondaco.apps.demo.goods.article import NORD, Article, cents, plain, word
from fondaco.apps.demo.pictures.drawing import Picture

LETTERS = ("XS", "S", "M", "L", "XL", "XXL", "3XL", "4XL")
GLOVES = ("6", "7", "8", "9", "10", "11", "12")
SHOES = tuple(str(size) for size in range(36, 50))
TROUSERS = tuple(str(size) for size in (44, 46, 48, 50, 52, 54, 56, 58, 60, 62, 64))
ONE = ("Einheitsgröße",)


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour in both languages and its tone in pictures."""

    code: str
    de: str
    en: str
    tone: str


BLACK = Colour("SW", "schwarz", "black", "black")
GREY = Colour("GR", "grau", "grey", "grey")
NAVY = Colour("MB", "marineblau", "navy", "blue")
YELLOW = Colour("WG", "warngelb", "hi-vis yellow", "yellow")
ORANGE = Colour("WO", "warnorange", "hi-vis orange", "orange")
WHITE = Colour("WS", "weiß", "white", "white")
GREEN = Colour("GN", "grün", "green", "green")
RED = Colour("RT", "rot", "red", "red")
BROWN = Colour("BR", "braun", "brown", "brown")


@dataclass(frozen=True, slots=True)
class Model:
    """A model that is made in sizes and colours."""

    code: str
    category: str
    de: str
    en: str
    norm: str
    use_de: str
    use_en: str
    sizes: tuple[str, ...]
    colours: tuple[Colour, ...]
    cost: float
    grams: float
    motif: str
    motif_sizes: tuple[float, ...] = ()
    unit: str = "PCE"
    box: int = 0
    multiple: int = 1


MODELS = (
    Model("GRIP", "wear/gloves", "Montagehandschuh Nitril „Grip“", "Assembly glove, nitrile “Grip”", "EN 388 4121X",
          "Feinfühlig bei trockenen und leicht öligen Teilen", "Sensitive with dry and slightly oily parts", GLOVES, (GREY, BLACK, NAVY), 0.92, 48, "glove", (1,), "PR", 120, 12),
    Model("CUT5", "wear/gloves", "Schnittschutzhandschuh „Klinge 5“", "Cut protection glove “Klinge 5”", "EN 388 4X43E",
          "Schnittschutzstufe E für Blech und Glas", "Cut level E for sheet metal and glass", GLOVES, (GREY, YELLOW), 4.6, 62, "glove", (1,), "PR", 60, 6),
    Model("LEDER", "wear/gloves", "Lederhandschuh „Werkbank“", "Leather glove “Werkbank”", "EN 388 3122X",
          "Rindnarbenleder für grobe Arbeiten", "Cow grain leather for rough work", GLOVES[2:], (BROWN,), 3.1, 120, "glove", (), "PR", 60, 6),
    Model("WINTER", "wear/gloves", "Kälteschutzhandschuh „Firn“", "Cold protection glove “Firn”", "EN 511 X2X",
          "Latexbeschichtet, warm bis −20 °C", "Latex coated, warm down to −20 °C", GLOVES[1:], (ORANGE, BLACK), 3.4, 110, "glove", (1,), "PR", 60, 6),
    Model("CHEM", "wear/gloves", "Chemikalienschutzhandschuh „Labor“", "Chemical protection glove “Labor”", "EN ISO 374-1 Typ A",
          "Nitril, 38 cm, für Laugen und Lösemittel", "Nitrile, 38 cm, for alkalis and solvents", GLOVES, (GREEN,), 2.3, 95, "glove", (1,), "PR", 72, 12),
    Model("EINWEG", "wear/gloves", "Einweghandschuh Nitril (100 Stück)", "Disposable nitrile glove (100 pieces)", "EN 455",
          "Puderfrei, für Lebensmittel geeignet", "Powder free, suitable for food", LETTERS[1:6], (NAVY, BLACK, WHITE), 4.2, 420, "glove", (), "PK", 10, 1),
    Model("S1P", "wear/shoes", "Sicherheitshalbschuh S1P „Läufer“", "Safety shoe S1P “Läufer”", "EN ISO 20345 S1P",
          "Leicht, mit durchtrittsicherer Textilsohle", "Light, with penetration resistant textile sole", SHOES, (BLACK, GREY, NAVY), 31.0, 1050, "shoe", (), "PR", 10),
    Model("S3", "wear/shoes", "Sicherheitsstiefel S3 „Gerüst“", "Safety boot S3 “Gerüst”", "EN ISO 20345 S3",
          "Wasserabweisendes Leder, metallfreie Kappe", "Water repellent leather, metal free toecap", SHOES, (BLACK, BROWN), 43.0, 1350, "shoe", (1,), "PR", 10),
    Model("S2W", "wear/shoes", "Sicherheitsschuh S2 „Küche“", "Safety shoe S2 “Küche”", "EN ISO 20345 S2",
          "Glatt, leicht zu reinigen, rutschhemmend SRC", "Smooth, easy to clean, slip resistant SRC", SHOES[:12], (WHITE, BLACK), 28.0, 900, "shoe", (), "PR", 10),
    Model("BUND", "wear/clothes", "Bundhose „Meister“", "Work trousers “Meister”", "EN ISO 13688",
          "Cordura an den Knien, Zollstocktasche", "Cordura knees, rule pocket", TROUSERS, (BLACK, GREY, NAVY), 22.0, 650, "trousers"),
    Model("LATZ", "wear/clothes", "Latzhose „Meister“", "Bib trousers “Meister”", "EN ISO 13688",
          "Elastische Träger, viele Taschen", "Elastic braces, many pockets", TROUSERS, (GREY, NAVY), 25.0, 780, "trousers"),
    Model("WARNH", "wear/visible", "Warnschutzhose „Baustelle“", "High visibility trousers “Baustelle”", "EN ISO 20471 Klasse 2",
          "Reflexstreifen, Knietaschen", "Reflective tape, knee pockets", TROUSERS, (YELLOW, ORANGE), 27.0, 720, "trousers"),
    Model("WARNJ", "wear/visible", "Warnschutzjacke „Baustelle“", "High visibility jacket “Baustelle”", "EN ISO 20471 Klasse 3",
          "Wasserdicht, herausnehmbares Futter", "Waterproof, removable lining", LETTERS, (YELLOW, ORANGE), 38.0, 1250, "jacket", (1,)),
    Model("WARNW", "wear/visible", "Warnweste „Sicht“", "High visibility vest “Sicht”", "EN ISO 20471 Klasse 2",
          "Klettverschluss, zwei Reflexstreifen", "Hook and loop closure, two reflective tapes", LETTERS[1:7], (YELLOW, ORANGE), 1.9, 130, "jacket", (1,), "PCE", 50, 5),
    Model("SOFT", "wear/clothes", "Softshelljacke „Wind“", "Softshell jacket “Wind”", "EN ISO 13688",
          "Winddicht, 8.000 mm Wassersäule", "Windproof, 8,000 mm water column", LETTERS, (BLACK, GREY, NAVY, RED), 24.0, 620, "jacket"),
    Model("REGEN", "wear/clothes", "Regenjacke „Nordsee“", "Rain jacket “Nordsee”", "EN 343 3/1",
          "Verschweißte Nähte, Kapuze", "Welded seams, hood", LETTERS, (NAVY, YELLOW, GREEN), 12.5, 540, "jacket"),
    Model("SHIRT", "wear/clothes", "T-Shirt „Schicht“", "T-shirt “Schicht”", "OEKO-TEX",
          "Baumwolle 180 g/m², formstabil", "Cotton 180 g/m², keeps its shape", LETTERS, (BLACK, WHITE, GREY, NAVY, RED), 3.2, 190, "shirt", (), "PCE", 50, 1),
    Model("POLO", "wear/clothes", "Poloshirt „Schicht“", "Polo shirt “Schicht”", "OEKO-TEX",
          "Mischgewebe, bis 60 °C waschbar", "Blended fabric, washable up to 60 °C", LETTERS, (BLACK, GREY, NAVY), 6.1, 240, "shirt"),
    Model("FLEECE", "wear/clothes", "Fleecejacke „Lager“", "Fleece jacket “Lager”", "EN ISO 13688",
          "Antipilling, 280 g/m²", "Anti-pilling, 280 g/m²", LETTERS, (BLACK, NAVY, GREEN, RED), 13.5, 480, "jacket"),
    Model("KITTEL", "wear/clothes", "Arbeitskittel „Labor“", "Work coat “Labor”", "EN ISO 13688",
          "Baumwolle, Druckknöpfe", "Cotton, press studs", LETTERS, (WHITE, NAVY, GREY), 14.0, 560, "jacket"),
    Model("SHORT", "wear/clothes", "Arbeitsshorts „Sommer“", "Work shorts “Sommer”", "EN ISO 13688",
          "Leicht und dehnbar", "Light and stretchy", TROUSERS, (BLACK, GREY, NAVY), 16.0, 380, "trousers"),
    Model("WARNP", "wear/visible", "Warnschutz-Poloshirt „Asphalt“", "High visibility polo shirt “Asphalt”", "EN ISO 20471 Klasse 2",
          "Atmungsaktiv, UV-Schutz 40+", "Breathable, UV protection 40+", LETTERS, (YELLOW, ORANGE), 9.5, 230, "shirt"),
    Model("S1PB", "wear/shoes", "Sicherheitssandale S1P „Tour“", "Safety sandal S1P “Tour”", "EN ISO 20345 S1P",
          "Klettverschluss, antistatisch", "Hook and loop closure, antistatic", SHOES, (BLACK, GREY), 29.0, 950, "shoe", (), "PR", 10),
    Model("HELM", "wear/head", "Schutzhelm „Kran“", "Safety helmet “Kran”", "EN 397",
          "Belüftet, Drehradverschluss", "Vented, wheel ratchet", ONE, (WHITE, YELLOW, ORANGE, NAVY, GREEN, RED), 7.9, 390, "helmet", (), "PCE", 20),
    Model("KAPPE", "wear/head", "Anstoßkappe „Halle“", "Bump cap “Halle”", "EN 812",
          "Kurzer Schirm, auswechselbare Schale", "Short peak, replaceable shell", ONE, (BLACK, NAVY, GREY), 8.8, 210, "helmet"),
    Model("BRILLE", "wear/head", "Schutzbrille „Klar“", "Safety glasses “Klar”", "EN 166 1F",
          "Kratzfest, beschlagfrei", "Scratch resistant, anti-fog", ONE, (BLACK, NAVY, ORANGE), 2.7, 26, "glasses", (), "PCE", 100, 10),
    Model("VOLL", "wear/head", "Vollsichtbrille „Schliff“", "Safety goggles “Schliff”", "EN 166 1B",
          "Für Brillenträger, indirekt belüftet", "Fits over spectacles, indirect vents", ONE, (GREY, GREEN), 5.9, 88, "glasses", (), "PCE", 50),
    Model("GEHOER", "wear/head", "Kapselgehörschutz „Ruhe 31“", "Ear muffs “Ruhe 31”", "EN 352-1 SNR 31 dB",
          "Weich gepolstert, faltbar", "Soft padding, foldable", ONE, (RED, YELLOW, BLACK), 8.4, 240, "ear_muffs", (), "PCE", 20),
    Model("FFP2", "wear/breath", "Atemschutzmaske FFP2 mit Ventil", "Respirator FFP2 with valve", "EN 149 FFP2 NR D",
          "Gegen Stäube und Rauche bis zum 10-fachen Grenzwert", "Against dusts and fumes up to 10 times the limit", ("M", "L"), (WHITE,), 0.62, 15, "mask", (), "PCE", 15, 15),
    Model("FFP3", "wear/breath", "Atemschutzmaske FFP3 mit Ventil", "Respirator FFP3 with valve", "EN 149 FFP3 NR D",
          "Gegen giftige Stäube bis zum 30-fachen Grenzwert", "Against toxic dusts up to 30 times the limit", ("M", "L"), (WHITE,), 1.35, 18, "mask", (), "PCE", 10, 10),
)  # fmt: skip


def wear() -> Iterator[Article]:
    """Every model in every size and colour."""
    for model in MODELS:
        for colour in model.colours:
            for place, size in enumerate(model.sizes):
                yield _piece(model, colour, place, size)


def _piece(model: Model, colour: Colour, place: int, size: str) -> Article:
    many = len(model.sizes) > 1
    shown_de, shown_en = (f" Gr. {size}", f" size {size}") if many else ("", "")
    middle = 1 - abs(place - len(model.sizes) / 2) / len(model.sizes)
    return Article(
        sku=f"{model.code}-{colour.code}" + (f"-{size}" if many else ""),
        erp=NORD,
        family=f"{model.code}",
        de=f"{model.de} {colour.de}{shown_de}",
        en=f"{model.en} {colour.en}{shown_en}",
        text_de=f"{model.use_de}. Geprüft nach {model.norm}. Farbe {colour.de}.",
        text_en=f"{model.use_en}. Tested to {model.norm}. Colour {colour.en}.",
        category=model.category,
        properties=(
            word("norm", "Norm", "Standard", model.norm),
            word("colour", "Farbe", "Colour", colour.de),
            *((word("size", "Größe", "Size", size),) if many else ()),
        ),
        varying=("colour", "size") if many else ("colour",),
        cost=cents(model.cost * (1.08 if size in {"3XL", "4XL", "48", "49", "62", "64"} else 1)),
        margin=Decimal("0.95"),
        grams=plain(model.grams),
        unit=model.unit,
        box=model.box,
        multiple=model.multiple,
        manufacturer="Schildkraft",
        manufacturer_number=f"SK-{model.code}.{colour.code}.{place:02d}",
        picture=Picture(model.motif, model.motif_sizes, colour.tone),
        rank=int((1400 if model.multiple > 1 else 350) * middle),
        facts={"place": place},
    )
