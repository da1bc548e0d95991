"""Failures of calls to the simulated ERP, told apart by what may have happened there."""

from fondaco.kernel.errors import Conflict, Unavailable


class ErpAway(Unavailable):
    """The ERP did not take the call: it is down or in maintenance. Nothing was done there."""

    code = "simulated.erp_away"
    title = "The ERP does not answer."


class ErpUncertain(Unavailable):
    """The call went out and no whole answer came: whether it was carried out is not known."""

    code = "simulated.erp_uncertain"
    title = "The ERP's answer was lost."


class ErpRefused(Conflict):
    """The ERP answered that it will not do this."""

    code = "simulated.erp_refused"
    title = "The ERP refuses this."
