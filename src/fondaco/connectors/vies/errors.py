"""Why the register cannot be asked."""

from fondaco.kernel.errors import Invalid, Unavailable


class RegisterAway(Unavailable):
    """The register did not answer, or answered that it cannot: nothing is known about the number."""

    code = "vies.register_away"
    title = "The register of VAT numbers does not answer."


class BadRequester(Invalid):
    """The house's own VAT number, in whose name the register is asked, cannot be one."""

    code = "vies.bad_requester"
    title = "FONDACO_VAT_REQUESTER is not a VAT number of a member state."
