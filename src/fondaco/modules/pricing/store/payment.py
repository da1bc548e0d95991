"""Reading and writing terms of payment."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.modules.pricing.tables import payment_terms, pays_by
from fondaco.modules.pricing.types import CashDiscount, PaymentTerms
from fondaco.platform.transaction import Tx


def terms(*, tx: Tx) -> list[tuple[PaymentTerms, tuple[str, ...], int]]:
    """Load all terms of payment with who pays by them and their versions."""
    owners: dict[str, list[str]] = {}
    for row in tx.execute(select(pays_by).order_by(pays_by.c.owner)):
        owners.setdefault(row.terms, []).append(row.owner)
    return [
        (
            PaymentTerms(
                code=row.code,
                names=row.names,
                days=row.days,
                discounts=msgspec.convert(row.discounts, tuple[CashDiscount, ...], strict=False),
            ),
            tuple(owners.get(row.code, ())),
            row.version,
        )
        for row in tx.execute(select(payment_terms).order_by(payment_terms.c.code))
    ]


def version_of(*, tx: Tx, code: str) -> int | None:
    """Return the version of terms and lock them; None where there are none."""
    statement = select(payment_terms.c.version).where(payment_terms.c.code == code).with_for_update()
    version = tx.execute(statement).scalar_one_or_none()
    return None if version is None else int(version)


def put(*, tx: Tx, stated: PaymentTerms, version: int) -> None:
    """Store terms, replacing what was there."""
    values = {
        "names": dict(stated.names),
        "days": stated.days,
        "discounts": [{"days": one.days, "percent": str(one.percent)} for one in stated.discounts],
        "version": version,
    }
    statement = upsert(payment_terms).values(code=stated.code, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["code"], set_=values))


def assign(*, tx: Tx, owners: Sequence[str], code: str | None) -> None:
    """Let owners pay by terms; by none of their own for None."""
    if code is None:
        tx.execute(delete(pays_by).where(pays_by.c.owner.in_(owners)))
        return
    statement = upsert(pays_by).values([{"owner": owner, "terms": code} for owner in owners])
    tx.execute(statement.on_conflict_do_update(index_elements=["owner"], set_={"terms": code}))
