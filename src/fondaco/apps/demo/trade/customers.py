"""80 buying organisations in hierarchies: groups, legal entities, sites, with addresses and people. All invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from stdnum.at import uid

from fondaco.apps.demo.dice import dice

MAIL_DOMAIN = "example"  # RFC 2606: nobody can own it
STAFF_DOMAIN = "kupferberg.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """An organisation; `level` is group, legal_entity or site. `industry` decides what it buys."""

    key: str
    name: str
    level: str
    parent: str | None
    country: str
    currency: str
    language: str
    industry: str
    street: str
    postal_code: str
    city: str
    weight: float
    vat: str = ""
    terms: str = "30 Tage netto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A contact with a login; without a customer a member of staff."""

    key: str
    customer: str | None
    name: str
    email: str
    phone: str
    language: str
    role: str


# Industries and what they buy: category (by its beginning) and how much of it.
INDUSTRIES: dict[str, tuple[tuple[str, int], ...]] = {
    "machines": (("screws/9", 5), ("screws/7", 3), ("nuts", 2), ("washers", 2), ("bearings", 4), ("seals", 2), ("tools/drills", 2), ("tools/taps", 1), ("wear/gloves", 1)),
    "metal": (("screws/9", 4), ("nuts", 3), ("abrasives", 5), ("tools", 3), ("wear", 3), ("chemicals", 2)),
    "wood": (("screws/wood", 6), ("screws/603", 3), ("abrasives/sheets", 3), ("tools/bits", 2), ("wear/gloves", 1)),
    "electric": (("cabling", 6), ("screws/7", 2), ("screws/9", 2), ("tools/bits", 2), ("wear/clothes", 1)),
    "plumbing": (("fittings", 6), ("hoses", 3), ("seals", 2), ("chemicals", 2), ("wear/gloves", 1)),
    "building": (("screws/931", 3), ("screws/976", 2), ("wear", 5), ("tools/drills", 3), ("abrasives/cutting", 3), ("screws/wood", 2)),
    "rail": (("bearings", 5), ("screws/931", 3), ("nuts/985", 2), ("wear/visible", 3), ("chemicals", 2), ("hoses", 2)),
    "food": (("screws/912", 2), ("fittings", 3), ("hoses", 3), ("cabling/ties", 2), ("wear", 4), ("bearings/60", 2)),
}  # fmt: skip

# Groups: name, industry, country, how many legal entities, how many sites each.
_GROUPS = (
    ("Brandeis Anlagenbau Gruppe", "machines", "DE", 3, 3),
    ("Hollerbach Metallwerke", "metal", "DE", 2, 3),
    ("Nordwerft Schiffstechnik", "metal", "DE", 2, 2),
    ("Eichenau Fertighaus Gruppe", "wood", "DE", 2, 2),
    ("Talbahn Holding", "rail", "DE", 2, 3),
    ("Alpstein Lebensmittel", "food", "CH", 2, 2),
    ("Donauhof Bau", "building", "AT", 2, 2),
)
_SINGLES = (
    ("Weidner Maschinenbau GmbH", "machines", "DE", 2), ("Kessler & Söhne Schlosserei", "metal", "DE", 0), ("Tischlerei Morgenroth", "wood", "DE", 0),
    ("Elektro Vossbeck GmbH", "electric", "DE", 1), ("Sanitär Immenhof GmbH", "plumbing", "DE", 1), ("Lüttjens Metallbau", "metal", "DE", 0),
    ("Zimmerei Auerswald", "wood", "DE", 0), ("Rottmair Fördertechnik GmbH", "machines", "DE", 1), ("Oberlander Haustechnik AG", "plumbing", "CH", 1),
    ("Säntis Präzision AG", "machines", "CH", 0), ("Walliser Elektrobau AG", "electric", "CH", 0), ("Pinzgauer Holzbau GmbH", "wood", "AT", 0),
    ("Traunsee Maschinen GmbH", "machines", "AT", 1), ("Wienerwald Installationen", "plumbing", "AT", 0), ("Stadtwerke Falkenbrück", "plumbing", "DE", 1),
    ("Bauhof Gemeinde Lindenfeld", "building", "DE", 0), ("Hafenlogistik Ostmole GmbH", "rail", "DE", 0), ("Molkerei Sonnenalm eG", "food", "DE", 0),
    ("Kranbau Heidkamp GmbH", "machines", "DE", 1), ("Fensterbau Lohrmann", "wood", "DE", 0), ("Solarmontage Hellweg GmbH", "electric", "DE", 1),
)  # fmt: skip
# He stopped trading under his own number and has not told anybody.
_GIVEN_UP = "Wienerwald Installationen"
_CITIES = {
    "DE": (("70376", "Stuttgart"), ("44147", "Dortmund"), ("28199", "Bremen"), ("04179", "Leipzig"), ("90441", "Nürnberg"), ("33609", "Bielefeld"),
           ("76189", "Karlsruhe"), ("24143", "Kiel"), ("99086", "Erfurt"), ("86153", "Augsburg"), ("49080", "Osnabrück"), ("66115", "Saarbrücken"),
           ("39106", "Magdeburg"), ("57072", "Siegen"), ("97076", "Würzburg"), ("18057", "Rostock"), ("88045", "Friedrichshafen"), ("38112", "Braunschweig")),
    "AT": (("4020", "Linz"), ("8020", "Graz"), ("5020", "Salzburg"), ("6850", "Dornbirn"), ("4600", "Wels"), ("2700", "Wiener Neustadt")),
    "CH": (("9015", "St. Gallen"), ("8404", "Winterthur"), ("3930", "Visp"), ("6210", "Sursee"), ("8952", "Schlieren"), ("4133", "Pratteln")),
}  # fmt: skip
_STREETS = (
    "Industriestraße",
    "Am Güterbahnhof",
    "Werkstraße",
    "Hafenring",
    "Gewerbepark",
    "Mühlenweg",
    "Siemensstraße",
    "Im Erlengrund",
    "Lagerhausweg",
    "An der Schmiede",
)
_FIRST = (
    "Anna",
    "Bernd",
    "Cem",
    "Daniela",
    "Emre",
    "Franziska",
    "Georg",
    "Hanna",
    "Ivo",
    "Jana",
    "Karsten",
    "Leonie",
    "Mateusz",
    "Nadine",
    "Oliver",
    "Petra",
    "Ralf",
    "Sofia",
    "Tobias",
    "Ute",
    "Volker",
    "Yasmin",
)
_LAST = (
    "Albers",
    "Brinkmann",
    "Celik",
    "Dorn",
    "Ehlers",
    "Fuchs",
    "Gerlach",
    "Hartwig",
    "Ivanov",
    "Jansen",
    "Kowalski",
    "Lindner",
    "Moser",
    "Nowak",
    "Oswald",
    "Pohl",
    "Reuter",
    "Seidel",
    "Thaler",
    "Unger",
    "Vetter",
    "Wegner",
    "Zeller",
)
_UNITS = ("Montage", "Instandhaltung", "Werk 2", "Lager", "Baustelle Süd", "Technik")


@cache
def customers() -> tuple[Customer, ...]:
    """Return the organisations, parents before children."""
    found: list[Customer] = []
    for name, industry, country, entities, sites in _GROUPS:
        group = _customer(found, name=name, level="group", parent=None, country=country, industry=industry, weight=1)
        for entity in range(entities):
            suffix = {"DE": "GmbH", "AT": "GmbH", "CH": "AG"}[country]
            place = _city(country, len(found))[1]
            stem = name.removesuffix(" Gruppe").removesuffix(" Holding")
            legal = _customer(
                found,
                name=f"{stem} {place} {suffix}",
                level="legal_entity",
                parent=group.key,
                country=country,
                industry=industry,
                weight=6,
            )
            _sites(found, legal, stem, sites if entity == 0 else sites - 1)
    for name, industry, country, sites in _SINGLES:
        legal = _customer(
            found,
            name=name,
            level="legal_entity",
            parent=None,
            country=country,
            industry=industry,
            weight=4 if sites else 2,
        )
        _sites(found, legal, name.rsplit(" ", 1)[0], sites)
    return tuple(found)


def _sites(found: list[Customer], legal: Customer, stem: str, count: int) -> None:
    for site in range(count):
        unit = f"{_UNITS[(len(found) + site) % len(_UNITS)]} {_city(legal.country, len(found))[1]}"
        _customer(
            found,
            name=f"{stem} – {unit}",
            level="site",
            parent=legal.key,
            country=legal.country,
            industry=legal.industry,
            weight=3,
        )


def _customer(
    found: list[Customer], *, name: str, level: str, parent: str | None, country: str, industry: str, weight: float
) -> Customer:
    number = len(found)
    chance = dice("customer", number)
    postal_code, city = _city(country, number)
    customer = Customer(
        key=f"D{70_000 + 13 * number}",
        name=name,
        level=level,
        parent=parent,
        country=country,
        currency="CHF" if country == "CH" else "EUR",
        language="de",
        industry=industry,
        street=f"{chance.choice(_STREETS)} {chance.randrange(1, 120)}",
        postal_code=postal_code,
        city=city,
        weight=weight,
        terms=chance.choice(("30 Tage netto", "14 Tage 2 % Skonto, 30 Tage netto", "60 Tage netto")),
        vat=_vat(number) if country == "AT" and level == "legal_entity" else "",
    )
    found.append(customer)
    return customer


def _vat(number: int) -> str:
    body = f"U{dice('vat', number).randrange(10_000_000):07d}"
    return f"AT{body}{uid.calc_check_digit(body)}"


def registered() -> tuple[str, ...]:
    """Return the VAT numbers that the register knows: those of all customers but one, who has given his up."""
    return tuple(one.vat for one in customers() if one.vat and one.name != _GIVEN_UP)


def _city(country: str, number: int) -> tuple[str, str]:
    cities = _CITIES[country]
    return cities[(number * 7) % len(cities)]


@cache
def people() -> tuple[Person, ...]:
    """Return the prepared logins first, then one or two people of every organisation that orders."""
    buyers = [customer for customer in customers() if customer.level != "group"]
    brandeis = next(customer for customer in buyers if customer.name.startswith("Brandeis"))
    alpstein = next(customer for customer in buyers if customer.name.startswith("Alpstein"))
    found = [
        _person("P1", brandeis.key, "Julia Brandt", f"julia.brandt@brandeis.{MAIL_DOMAIN}", "de", "organisation_admin"),
        _person("P2", alpstein.key, "Reto Ammann", f"reto.ammann@alpstein.{MAIL_DOMAIN}", "de", "buyer"),
        _person("P3", brandeis.key, "Mehmet Yildiz", f"mehmet.yildiz@brandeis.{MAIL_DOMAIN}", "de", "viewer"),
        _person("P4", None, "Carla Kupferberg", f"carla@{STAFF_DOMAIN}", "de", "administrator"),
        _person("P5", None, "Sven Rabe", f"sven@{STAFF_DOMAIN}", "de", "sales"),
        _person("P6", None, "Oliver Hagen", f"oliver@{STAFF_DOMAIN}", "de", "service"),
    ]
    for number, customer in enumerate(buyers):
        for second in range(1 + number % 2):
            chance = dice("person", customer.key, second)
            name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
            local = name.lower().replace(" ", ".").replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")
            key = f"P{100 + 2 * number + second}"
            role = ("buyer", "viewer")[second]
            found.append(_person(key, customer.key, name, f"{local}@{customer.key.lower()}.{MAIL_DOMAIN}", "de", role))
    return tuple(found)


def _person(key: str, customer: str | None, name: str, email: str, language: str, role: str) -> Person:
    number = dice("phone", key).randrange(100, 999)
    return Person(
        key=key, customer=customer, name=name, email=email, phone=f"+49 30 23125 {number}", language=language, role=role
    )


def buying(found: Sequence[Customer]) -> list[Customer]:
    """Return those that order themselves: legal entities and sites."""
    return [customer for customer in found if customer.level != "group"]
