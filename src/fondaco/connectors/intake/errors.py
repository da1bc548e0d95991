"""Refusals of intake."""

from fondaco.kernel.errors import Conflict, Invalid, NotFound, Unavailable


class NoSuchConnection(NotFound):
    """There is no such connection."""

    code = "intake.no_such_connection"
    title = "There is no such connection."


class NoSuchRun(NotFound):
    """There is no such run."""

    code = "intake.no_such_run"
    title = "There is no such run."


class NoSuchQuarantined(NotFound):
    """Nothing of this id was set aside."""

    code = "intake.no_such_quarantined"
    title = "There is no such record in quarantine."


class ConnectionPaused(Conflict):
    """A person paused the connection: nothing goes through it until somebody resumes it."""

    code = "intake.connection_paused"
    title = "The connection is paused."


class CircuitOpen(Unavailable):
    """The other side failed several times: calls are kept away until `retry_at`."""

    code = "intake.circuit_open"
    title = "The other system failed several times and is given a rest."


class RunInProgress(Conflict):
    """A connection carries one run at a time."""

    code = "intake.run_in_progress"
    title = "A run of this connection waits or is under way."


class WrongRunState(Conflict):
    """The run's life cycle does not allow this step."""

    code = "intake.wrong_run_state"
    title = "The run is not in a state for this."


class NotCorrectable(Conflict):
    """The record was replayed or given up already."""

    code = "intake.not_correctable"
    title = "This record was replayed or given up already."


class BadRecord(Invalid):
    """A canonical record with fields that cannot be read; `problems` names them all."""

    code = "intake.bad_record"
    title = "Some fields of the record are not valid."


class BadConnection(Invalid):
    """A connection without a name, a kind or a system."""

    code = "intake.bad_connection"
    title = "The connection is not valid."


class TooManyBadRecords(Invalid):
    """So many rows of one file are bad that the file or its mapping is wrong; nothing of it was stored."""

    code = "intake.too_many_bad_records"
    title = "Too many rows are bad: the file or its mapping is wrong. Nothing was stored."
