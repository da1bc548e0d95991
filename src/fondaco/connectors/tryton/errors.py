"""How a call to Tryton can fail, told apart by what the caller may do next."""

from fondaco.kernel.errors import Conflict, Forbidden, Unavailable


class TrytonUnreachable(Unavailable):
    """Nobody opened the door: the call was certainly not carried out and may be repeated."""

    code = "tryton.unreachable"
    title = "Tryton cannot be reached."


class TrytonUncertain(Unavailable):
    """The call was sent and no whole answer came back: it may have been carried out. Look before repeating."""

    code = "tryton.uncertain"
    title = "Tryton did not answer the call; whether it was carried out is not known."


class TrytonRefused(Conflict):
    """Tryton understood the call and refused it; repeating it unchanged leads nowhere."""

    code = "tryton.refused"
    title = "Tryton refused the call."


class TrytonOvertaken(Conflict):
    """The record was changed by somebody else since it was read; read again, then decide again."""

    code = "tryton.overtaken"
    title = "The record in Tryton was changed in the meantime."


class TrytonLoginRefused(Forbidden):
    """User or password are wrong, or the user may not do this."""

    code = "tryton.login_refused"
    title = "Tryton does not let this user in."


class UnexpectedAnswer(Unavailable):
    """The answer is whole but not what this call returns."""

    code = "tryton.unexpected_answer"
    title = "Tryton's answer cannot be understood."


class NotTransferable(Conflict):
    """Something of ours has no exact counterpart in Tryton."""

    code = "tryton.not_transferable"
    title = "This cannot be expressed in Tryton without loss."
