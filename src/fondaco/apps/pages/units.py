"""Units of measure in words: codes of UN/ECE Recommendation 20 as buyers say them."""

from decimal import Decimal

from fondaco.apps.pages import language
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.language import ngettext

# Written in physics' signs in every language.
_SIGNS = {
    "MTR": "m", "CMT": "cm", "MMT": "mm", "KMT": "km", "MTK": "m²", "MTQ": "m³", "KGM": "kg", "GRM": "g",
    "TNE": "t", "LTR": "l", "MLT": "ml", "HUR": "h", "INH": "in", "FOT": "ft", "LBR": "lb", "ONZ": "oz",
}  # fmt: skip


def unit_name(code: str, value: Decimal | int | str = 1) -> str:
    """Say a unit for a number of it; a code that has no word is shown as it is."""
    if code in _SIGNS:
        return _SIGNS[code]
    count = 1 if Decimal(value) == 1 else 2
    words = {
        "PCE": lambda: ngettext("piece", "pieces", count),
        "C62": lambda: ngettext("piece", "pieces", count),
        "SET": lambda: ngettext("set", "sets", count),
        "PR": lambda: ngettext("pair", "pairs", count),
        "BX": lambda: ngettext("box", "boxes", count),
        "CT": lambda: ngettext("carton", "cartons", count),
        "PK": lambda: ngettext("pack", "packs", count),
        "BG": lambda: ngettext("bag", "bags", count),
        "RO": lambda: ngettext("roll", "rolls", count),
        "PF": lambda: ngettext("pallet", "pallets", count),
        "TU": lambda: ngettext("tube", "tubes", count),
        "BO": lambda: ngettext("bottle", "bottles", count),
        "CA": lambda: ngettext("can", "cans", count),
        "DZN": lambda: _("dozen"),
    }
    return words[code]() if code in words else code


def quantity(value: Decimal | str, unit: str) -> str:
    """Write a quantity: 1.500 Stück."""
    return f"{language.number(value)}\xa0{unit_name(unit, value)}"


def per(value: Decimal | str, unit: str) -> str:
    """Write what a price is for: je 100 Stück, per metre."""
    if Decimal(value) == 1:
        return _("per %(unit)s") % {"unit": unit_name(unit)}
    return _("per %(quantity)s") % {"quantity": quantity(value, unit)}
