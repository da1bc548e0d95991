"""What the ERP "Alpin" keeps for good: the orders it took, how far they are, and the log of its changes."""

import json
import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

_TABLES = """
    CREATE TABLE IF NOT EXISTS auftrag (
        nr INTEGER PRIMARY KEY AUTOINCREMENT, referenz TEXT NOT NULL, inhalt TEXT NOT NULL,
        angelegt REAL NOT NULL, status TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS auftrag_referenz ON auftrag (referenz);
    CREATE TABLE IF NOT EXISTS aenderung (stand INTEGER PRIMARY KEY AUTOINCREMENT, art TEXT NOT NULL, inhalt TEXT NOT NULL);
    INSERT OR IGNORE INTO sqlite_sequence (name, seq) SELECT 'auftrag', 880000
        WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'auftrag');
"""
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Pace:
    """After how many seconds an order is confirmed, delivered and invoiced: a demonstration cannot wait for days."""

    confirmed: float = 4
    delivered: float = 40
    invoiced: float = 70


class Books:
    """The ERP's own database, a file beside the house's; safe for its server's threads."""

    def __init__(self, *, path: Path, pace: Pace | None = None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.executescript(_TABLES)
        self._pace = pace or Pace()
        self._lock = threading.Lock()
        self._news = threading.Condition(self._lock)

    def close(self) -> None:
        """Close the file."""
        with self._lock, suppress(sqlite3.Error):
            self._connection.close()

    def take_order(self, body: Mapping[str, Any]) -> int:
        """Take an order, the same one a second time too: like many an ERP it does not look at the reference."""
        with self._lock:
            cursor = self._connection.execute(
                "INSERT INTO auftrag (referenz, inhalt, angelegt, status) VALUES (?, ?, ?, 'erfasst')",
                (str(body.get("referenz", "")), json.dumps(body), time.time()),
            )
            return int(cursor.lastrowid or 0)

    def orders_with(self, reference: str) -> list[dict[str, Any]]:
        """Find orders by the customer's reference."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT nr FROM auftrag WHERE referenz = ? ORDER BY nr", (reference,)
            ).fetchall()
        return [found for (number,) in rows if (found := self.order(number))]

    def order(self, number: int) -> dict[str, Any] | None:
        """Return an order with its delivery and invoice, as far as it is."""
        with self._lock:
            row = self._connection.execute(
                "SELECT nr, referenz, inhalt, angelegt, status FROM auftrag WHERE nr = ?", (number,)
            ).fetchone()
        return None if row is None else _order(*row)

    def still_open(self, number: int) -> list[tuple[str, str, str]] | None:
        """Return article, quantity and unit of what is still to be delivered of an order; None where there is none."""
        found = self.order(number)
        if found is None:
            return None
        lines = found.get("positionen", ())
        return [
            (str(line["artikel"]), "0" if found["lieferungen"] else str(line["menge"]), str(line.get("einheit", "")))
            for line in lines
        ]

    def note(self, kind: str, body: Mapping[str, Any]) -> int:
        """Write a change into the log and wake whoever waits for one."""
        with self._news:
            position = self._note(kind, body)
            self._news.notify_all()
        return position

    def changes(self, *, after: int, wait: float) -> tuple[int, list[tuple[str, dict[str, Any]]]]:
        """Return what changed after a position; wait for something for so many seconds."""
        until = time.monotonic() + wait
        with self._news:
            while True:
                self._move_orders()
                rows = self._connection.execute(
                    "SELECT stand, art, inhalt FROM aenderung WHERE stand > ? ORDER BY stand LIMIT 500", (after,)
                ).fetchall()
                left = until - time.monotonic()
                if rows or left <= 0:
                    return (rows[-1][0] if rows else after), [(kind, json.loads(body)) for _, kind, body in rows]
                self._news.wait(min(left, 1.0))

    def position(self) -> int:
        """Return the end of the log."""
        with self._lock:
            return int(self._connection.execute("SELECT coalesce(max(stand), 0) FROM aenderung").fetchone()[0])

    def latest(self, kind: str) -> list[dict[str, Any]]:
        """Return all changes of a kind, so that a full read knows them too."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT inhalt FROM aenderung WHERE art = ? ORDER BY stand", (kind,)
            ).fetchall()
        return [json.loads(row[0]) for row in rows]

    def _note(self, kind: str, body: Mapping[str, Any]) -> int:
        cursor = self._connection.execute("INSERT INTO aenderung (art, inhalt) VALUES (?, ?)", (kind, json.dumps(body)))
        return int(cursor.lastrowid or 0)

    def _move_orders(self) -> None:
        now = time.time()
        steps = (("erfasst", "bestaetigt", self._pace.confirmed), ("bestaetigt", "geliefert", self._pace.delivered),
                 ("geliefert", "verrechnet", self._pace.invoiced))  # fmt: skip
        for before, after, seconds in steps:
            due = self._connection.execute(
                "SELECT nr FROM auftrag WHERE status = ? AND angelegt <= ?", (before, now - seconds)
            ).fetchall()
            for (number,) in due:
                self._connection.execute("UPDATE auftrag SET status = ? WHERE nr = ?", (after, number))
                self._note("auftrag", {"nr": number})


_FAR = ("erfasst", "bestaetigt", "geliefert", "verrechnet")


def _order(number: int, reference: str, text: str, created: float, status: str) -> dict[str, Any]:
    body = json.loads(text)
    day = datetime.fromtimestamp(created, UTC).date()
    positions: Sequence[dict[str, Any]] = body.get("positionen", ())
    delivered = _FAR.index(status) >= _FAR.index("geliefert")
    found = {**body, "nr": number, "referenz": reference, "status": status, "lieferungen": [], "rechnungen": []}
    if delivered:
        found["lieferungen"] = [
            {
                "nr": f"LS{number}",
                "datum": day.isoformat(),
                "sendung": f"ALP{number * 7919 % 10**10:010d}",
                "positionen": [{"pos": line["pos"], "menge": line["menge"]} for line in positions],
            }
        ]
    if status == "verrechnet":
        found["rechnungen"] = [_invoice(number, body, [*positions, *body.get("zuschlaege", ())], day)]
    return found


def _invoice(number: int, body: Mapping[str, Any], positions: Sequence[Mapping[str, Any]], day: date) -> dict[str, Any]:
    net = sum((Decimal(line["betrag"]) for line in positions), Decimal(0))
    tax = sum((Decimal(line["betrag"]) * Decimal(line.get("mwst", "0")) for line in positions), Decimal(0))
    tax = tax.quantize(_CENT, ROUND_HALF_UP)
    return {
        "nr": f"RG{number}",
        "datum": day.isoformat(),
        "faellig": (day + timedelta(days=30)).isoformat(),
        "waehrung": body.get("waehrung", "EUR"),
        "netto": str(net),
        "mwst": str(tax),
        "brutto": str(net + tax),
    }
