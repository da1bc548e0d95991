"""The door of intake: connections and their circuit breakers, runs, the sink, quarantine."""

from fondaco.connectors.intake.actions.carry_out import carry_out, load
from fondaco.connectors.intake.actions.connections import (
    admit_call,
    connection,
    connection_named,
    connections,
    pause_connection,
    put_connection,
    report_failure,
    report_success,
    resume_connection,
)
from fondaco.connectors.intake.actions.live import Errand, errands, live_line, note_live
from fondaco.connectors.intake.actions.quarantine import correct, dismiss, quarantine, quarantined, replay
from fondaco.connectors.intake.actions.runs import (
    add_upload,
    begin_run,
    fail_run,
    fetch_uploads,
    request_run,
    run,
    run_job,
    run_problems,
    runs,
    succeed_run,
    take_run,
)
from fondaco.connectors.intake.sink import Sink, open_sink

__all__ = [
    "Errand",
    "Sink",
    "add_upload",
    "admit_call",
    "begin_run",
    "carry_out",
    "connection",
    "connection_named",
    "connections",
    "correct",
    "dismiss",
    "errands",
    "fail_run",
    "fetch_uploads",
    "live_line",
    "load",
    "note_live",
    "open_sink",
    "pause_connection",
    "put_connection",
    "quarantine",
    "quarantined",
    "replay",
    "report_failure",
    "report_success",
    "request_run",
    "resume_connection",
    "run",
    "run_job",
    "run_problems",
    "runs",
    "succeed_run",
    "take_run",
]
