"""Taking in how a source reckons the money of what it invoices."""

from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.modules.pricing.events import ReckoningChanged
from fondaco.modules.pricing.store import read
from fondaco.modules.pricing.tables import reckoning as table
from fondaco.modules.pricing.types import Reckoning
from fondaco.platform.transaction import Tx


def put_reckoning(*, tx: Tx, system: str, reckoning: Reckoning) -> bool:
    """Store how a source rounds amounts and tax; tell whether that is news."""
    if read.reckonings(tx=tx).get(system) == reckoning:
        return False
    stated = {
        "rounding": reckoning.rounding.value,
        "tax_base": reckoning.tax_base.value,
        "tax_per": reckoning.tax_per.value,
    }
    statement = upsert(table).values(system=system, **stated)
    tx.execute(statement.on_conflict_do_update(index_elements=[table.c.system], set_=stated))
    tx.publish(ReckoningChanged(system=system))
    return True
