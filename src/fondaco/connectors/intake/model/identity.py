"""By what a canonical record is known: the key under which its delivery is remembered."""

from fondaco.connectors.intake.model.kinds import SPECS
from fondaco.connectors.intake.types import Record


def key_of(record: Record) -> str:
    """Join the identifying fields; parts are escaped, so that no two records share a key by accident."""
    parts = [str(record.fields.get(name) or "").strip() for name in SPECS[record.kind].identity]
    return parts[0] if len(parts) == 1 else "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)
