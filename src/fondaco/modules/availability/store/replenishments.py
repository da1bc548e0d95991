"""Storing after how many working days products are replenished."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text

from fondaco.platform.transaction import Tx

_PUT = text("""
    INSERT INTO availability.replenishment AS old (product, location, lead_time)
    SELECT * FROM unnest(CAST(:product AS uuid[]), CAST(:location AS uuid[]), CAST(:lead_time AS integer[]))
    ORDER BY 1, 2
    ON CONFLICT (product, location) DO UPDATE SET lead_time = excluded.lead_time
    WHERE old.lead_time IS DISTINCT FROM excluded.lead_time
    RETURNING product, xmax = 0 AS created
""")


def put(*, tx: Tx, rows: Mapping[tuple[UUID, UUID | None], int | None]) -> list[tuple[UUID, bool]]:
    """Store lead times by product and location (None: wherever else); return the products of changed rows, and which are new.

    Without a lead time it is kept that the product is not replenished there.
    """
    if not rows:
        return []
    asked = {
        "product": [product for product, _ in rows],
        "location": [location for _, location in rows],
        "lead_time": list(rows.values()),
    }
    return [(row.product, row.created) for row in tx.execute(_PUT, asked)]
