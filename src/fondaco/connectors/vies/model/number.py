"""VAT numbers as the register takes them: the country's code, and the rest."""

from stdnum.eu import vat

# As numbers begin: Greece's with EL. Northern Ireland's (XI) buy no goods free of tax here.
COUNTRIES = tuple(sorted({code.upper() for code in vat.MEMBER_STATES} - {"XI", "GR"} | {"EL"}))


def parts(number: str) -> tuple[str, str] | None:
    """Split a number into the country's code and the rest; None where its check digits say that it is none."""
    if not vat.is_valid(number):
        return None
    whole = vat.compact(number)
    return (whole[:2], whole[2:]) if whole[:2] in COUNTRIES else None
