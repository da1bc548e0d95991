"""The whole range: every family in one list, numbered, with the tree of categories it hangs in."""

from dataclasses import replace
from functools import cache
from hashlib import blake2b

from fondaco.apps.demo.goods.article import Article, gtin13
from fondaco.apps.demo.goods.drives import drives
from fondaco.apps.demo.goods.nuts import small_parts
from fondaco.apps.demo.goods.pipes import pipes
from fondaco.apps.demo.goods.screws import screws
from fondaco.apps.demo.goods.tools import tools
from fondaco.apps.demo.goods.wear import wear

# Path, German, English. A path's head is its parent.
CATEGORIES: tuple[tuple[str, str, str], ...] = (
    ("screws", "Schrauben", "Screws and bolts"),
    ("screws/933", "Sechskantschrauben DIN 933", "Hexagon screws DIN 933"),
    ("screws/931", "Sechskantschrauben mit Schaft DIN 931", "Hexagon bolts with shank DIN 931"),
    ("screws/912", "Zylinderschrauben DIN 912", "Socket head screws DIN 912"),
    ("screws/7991", "Senkschrauben DIN 7991", "Countersunk screws DIN 7991"),
    ("screws/7380", "Linsenkopfschrauben ISO 7380", "Button head screws ISO 7380"),
    ("screws/603", "Flachrundschrauben DIN 603", "Mushroom head bolts DIN 603"),
    ("screws/913", "Gewindestifte DIN 913", "Set screws DIN 913"),
    ("screws/916", "Gewindestifte DIN 916", "Set screws DIN 916"),
    ("screws/7985", "Linsenkopfschrauben DIN 7985", "Pan head screws DIN 7985"),
    ("screws/965", "Senkschrauben DIN 965", "Countersunk screws DIN 965"),
    ("screws/976", "Gewindestangen", "Threaded rods"),
    ("screws/wood", "Holzschrauben", "Wood screws"),
    ("nuts", "Muttern", "Nuts"),
    ("nuts/934", "Sechskantmuttern DIN 934", "Hexagon nuts DIN 934"),
    ("nuts/985", "Sicherungsmuttern DIN 985", "Lock nuts DIN 985"),
    ("nuts/439", "Flache Muttern DIN 439", "Thin nuts DIN 439"),
    ("nuts/1587", "Hutmuttern DIN 1587", "Cap nuts DIN 1587"),
    ("nuts/6923", "Flanschmuttern DIN 6923", "Flange nuts DIN 6923"),
    ("washers", "Scheiben", "Washers"),
    ("washers/125", "Unterlegscheiben DIN 125", "Plain washers DIN 125"),
    ("washers/9021", "Große Scheiben DIN 9021", "Large washers DIN 9021"),
    ("washers/127", "Federringe DIN 127", "Spring washers DIN 127"),
    ("bearings", "Wälzlager", "Bearings"),
    ("bearings/60", "Rillenkugellager 60", "Deep groove ball bearings 60"),
    ("bearings/62", "Rillenkugellager 62", "Deep groove ball bearings 62"),
    ("bearings/63", "Rillenkugellager 63", "Deep groove ball bearings 63"),
    ("bearings/angular", "Schrägkugellager", "Angular contact bearings"),
    ("bearings/roller", "Rollenlager", "Roller bearings"),
    ("bearings/units", "Lagereinheiten", "Bearing units"),
    ("seals", "Dichtungen", "Seals"),
    ("seals/orings", "O-Ringe", "O-rings"),
    ("fittings", "Fittings und Armaturen", "Fittings and valves"),
    ("fittings/elbows", "Winkel", "Elbows"),
    ("fittings/tees", "T- und Kreuzstücke", "Tees and crosses"),
    ("fittings/sockets", "Muffen, Nippel, Stopfen", "Sockets, nipples, plugs"),
    ("fittings/reducers", "Reduzierungen", "Reducers"),
    ("fittings/pushin", "Steckverschraubungen und Tüllen", "Push-in fittings and hose tails"),
    ("fittings/valves", "Armaturen", "Valves"),
    ("hoses", "Schläuche", "Hoses"),
    ("hoses/metre", "Schläuche als Meterware", "Hoses by the metre"),
    ("hoses/clamps", "Schlauchschellen", "Hose clamps"),
    ("cabling", "Kabelbefestigung", "Cable management"),
    ("cabling/ties", "Kabelbinder", "Cable ties"),
    ("cabling/glands", "Kabelverschraubungen", "Cable glands"),
    ("wear", "Arbeitsschutz", "Protective wear"),
    ("wear/gloves", "Schutzhandschuhe", "Gloves"),
    ("wear/shoes", "Sicherheitsschuhe", "Safety shoes"),
    ("wear/clothes", "Arbeitskleidung", "Work clothes"),
    ("wear/visible", "Warnschutz", "High visibility"),
    ("wear/head", "Kopf, Augen, Gehör", "Head, eyes, hearing"),
    ("wear/breath", "Atemschutz", "Respiratory protection"),
    ("tools", "Werkzeuge", "Tools"),
    ("tools/spanners", "Schraubenschlüssel", "Spanners"),
    ("tools/sockets", "Steckschlüssel", "Sockets"),
    ("tools/keys", "Winkelschraubendreher", "Hex keys"),
    ("tools/bits", "Bits", "Bits"),
    ("tools/drivers", "Schraubendreher", "Screwdrivers"),
    ("tools/drills", "Bohrer", "Drills"),
    ("tools/taps", "Gewindewerkzeuge", "Threading tools"),
    ("tools/hammers", "Hämmer", "Hammers"),
    ("tools/pliers", "Zangen", "Pliers"),
    ("tools/saws", "Sägen", "Saws"),
    ("abrasives", "Schleifmittel", "Abrasives"),
    ("abrasives/cutting", "Trennscheiben", "Cutting discs"),
    ("abrasives/flap", "Fächerscheiben", "Flap discs"),
    ("abrasives/sheets", "Bögen, Rollen, Bänder", "Sheets, rolls, belts"),
    ("chemicals", "Chemie", "Chemicals"),
    ("chemicals/sprays", "Sprays", "Sprays"),
)


@cache
def whole_range() -> tuple[Article, ...]:
    """Return every article, each with its GTIN, in the order of the families."""
    families = (screws, small_parts, drives, wear, tools, pipes)
    articles = [article for family in families for article in family()]
    known = {article.sku for article in articles}
    return tuple(
        replace(
            article,
            gtin=gtin13(number),
            box=_whole_lots(article),
            accessories=tuple(sku for sku in article.accessories if sku in known),
        )
        for number, article in enumerate(articles, start=104_711)
    )


def _whole_lots(article: Article) -> int:
    """Return how many fit into a box that holds whole order multiples."""
    return article.multiple * max(1, round(article.box / article.multiple)) if article.box else 0


def selection(scale: float) -> tuple[Article, ...]:
    """Return the range, or for tests the share of it whose names draw the lowest lots, with all families in it."""
    articles = whole_range()
    if scale >= 1:
        return articles
    limit = int(scale * 2**16)
    chosen = {
        article.sku
        for article in articles
        if int.from_bytes(blake2b(article.sku.encode(), digest_size=2).digest()) < limit
    }
    chosen |= {
        articles[i].sku for i in range(len(articles)) if i == 0 or articles[i].category != articles[i - 1].category
    }
    return tuple(
        replace(article, accessories=tuple(sku for sku in article.accessories if sku in chosen))
        for article in articles
        if article.sku in chosen
    )
