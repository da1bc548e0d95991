"""The life cycles of runs and of quarantined records, each as one table of allowed steps."""

from fondaco.connectors.intake.types import QuarantineState, RunState

RUN = {
    RunState.WAITING: {RunState.RUNNING, RunState.FAILED},
    RunState.RUNNING: {RunState.SUCCEEDED, RunState.FAILED},
    RunState.SUCCEEDED: set[RunState](),
    RunState.FAILED: set[RunState](),
}

QUARANTINE = {
    QuarantineState.OPEN: {QuarantineState.CORRECTED, QuarantineState.REPLAYED, QuarantineState.DISMISSED},
    QuarantineState.CORRECTED: {QuarantineState.CORRECTED, QuarantineState.REPLAYED, QuarantineState.DISMISSED},
    QuarantineState.REPLAYED: set[QuarantineState](),
    QuarantineState.DISMISSED: set[QuarantineState](),
}
