"""A million prices from one CSV file by a mapping, while buyers read pages from an API process on the same machine.

    python -m bench.import_prices [--rows N] [--seconds N]

Everything is its own: database server, data, processes. The importing process is measured from its start to its end, its
memory at its peak; the readers ask for pages of 24 own prices during the whole import. The first rows are checked against
what the API then answers. `--seconds` bounds the measuring time by loading fewer rows.
"""

import argparse
import csv
import json
import os
import platform
import random
import resource
import secrets
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import httpx

from fondaco.connectors.files import api as files
from fondaco.connectors.intake.types import Mode, RunState
from fondaco.kernel.ids import ExternalRef, public_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import ContactDraft, OrganisationDraft
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import ProductDraft
from fondaco.platform import embedded, migrate
from fondaco.platform.transaction import Database

ROWS = 1_000_000
PRODUCTS = 10_000
SYSTEM = "erp"
PROMISE_SECONDS, PROMISE_MB = 90, 500
ROWS_PER_SECOND = 9_000
PAGE = 24
PORT = 18_765
MAPPING = """
mapping: 1
system: erp
title: A million prices
format: {encoding: cp1252, delimiter: ";", decimal: ",", thousands: ".", date: "%d.%m.%Y", zone: Europe/Berlin}
maps:
  units: {ST: PCE, M: MTR}
files:
  prices: prices.csv
loads:
  - kind: price_record
    file: prices
    fields:
      key: "=join('/', KUNDE, ARTIKEL, STAFFEL)"
      organisation: KUNDE
      product: ARTIKEL
      scale: STAFFEL
      amount: PREIS
      per: PRO
      unit: {column: ME, map: units}
      currency: WAEHRUNG
      valid_from: AB
      valid_to: {column: BIS, through: yes}
      text: TEXT
"""


def main() -> int:
    """Measure, print a table and one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    # Ended from outside, it still stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if given.child:
        return _import(given.child)
    rows = min(given.rows, given.seconds * ROWS_PER_SECOND) if given.seconds else given.rows
    home = Path(tempfile.mkdtemp(prefix="fondaco-bench-"))
    server = embedded.start(home=home / "pg")
    database = Database(server.url(), application="bench")
    api = None
    try:
        migrate.migrate(database=database)
        token, products = _world(database)
        folder = home / "files"
        folder.mkdir()
        size = _write_file(folder / "prices.csv", rows)
        environment = {**os.environ, "FONDACO_DATABASE_URL": server.url(), "FONDACO_HOME": str(home)}
        api = subprocess.Popen(
            [sys.executable, "-m", "fondaco.apps.cli", "api", "--port", str(PORT)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        reader = _Reader(token, products)
        reader.wait_until_ready()
        alone = reader.read_for(seconds=5)
        reader.start()
        started = time.perf_counter()
        answer = subprocess.run(
            [sys.executable, "-m", "bench.import_prices", "--child", str(folder)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.perf_counter() - started
        during = reader.stop()
        if answer.returncode:
            sys.stderr.write(answer.stdout + answer.stderr)
            return 1
        told = json.loads(answer.stdout.splitlines()[-1])
        with database.transaction() as tx:
            from sqlalchemy import text

            stored = tx.execute(text("SELECT count(*) FROM pricing.price_record")).scalar_one()
        assert told["stored"] == stored == rows, (told, stored, rows)
        return _report(rows, size, seconds, told, alone, during)
    finally:
        if api is not None:
            api.terminate()
            api.wait()
        database.close()
        server.close()
        shutil.rmtree(home, ignore_errors=True)


def _import(folder: Path) -> int:
    """Do the import in a process of its own, and tell its peak of memory."""
    database = Database(os.environ["FONDACO_DATABASE_URL"], application="import")
    run, report = files.import_folder(
        database=database, mapping_text=MAPPING, folder=folder, now=lambda: datetime.now(UTC), mode=Mode.FULL
    )
    database.close()
    if run.state is not RunState.SUCCEEDED or report.total.refused:
        print(run.error, report.problems[:3])
        return 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"stored": report.total.changed + report.total.created, "peak_mb": peak}))
    return 0


def _world(database: Database) -> tuple[str, list[str]]:
    moment = datetime.now(UTC)
    password = secrets.token_urlsafe(16)
    with database.transaction() as tx:
        accounts.put_organisations(
            tx=tx,
            drafts=[
                OrganisationDraft(name=f"Kunde {n}", ref=ExternalRef(SYSTEM, f"K{n:03}"), number=str(n))
                for n in range(20)
            ],
            source=SYSTEM,
        )
        contact = ContactDraft(
            name="Buyer", email="buyer@example.org", organisation=ExternalRef(SYSTEM, "K000"), role="buyer"
        )
        accounts.put_contacts(tx=tx, drafts=[contact], source=SYSTEM)
        catalog.put_products(
            tx=tx,
            drafts=[
                ProductDraft(ref=ExternalRef(SYSTEM, f"A{n:05}"), sku=f"A{n:05}", names={"de": f"Artikel {n}"})
                for n in range(PRODUCTS)
            ],
            source=SYSTEM,
        )
        ids = catalog.find_by_refs(tx=tx, system=SYSTEM, keys=[f"A{n:05}" for n in range(PRODUCTS)])
    with database.transaction() as tx:
        from sqlalchemy import text

        person = tx.execute(text("SELECT id FROM accounts.contact")).scalar_one()
        accounts.set_passwords(tx=tx, contacts=[person], password=password)
    with database.transaction() as tx:
        signed_in = accounts.sign_in(tx=tx, email="buyer@example.org", password=password, now=moment)
    return signed_in.token, [public_id("prd", id) for id in ids.values()]


def _write_file(path: Path, rows: int) -> int:
    """Write prices as an ERP drops them: 20 customers, 5 scales each, all products."""
    chance = random.Random(4711)
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["KUNDE", "ARTIKEL", "STAFFEL", "PREIS", "PRO", "ME", "WAEHRUNG", "AB", "BIS", "TEXT"])
        for number in range(rows):
            rest, scale = divmod(number, 5)
            customer, product = divmod(rest, PRODUCTS)
            cents = chance.randrange(100, 2_000_000)
            price = f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02}"
            year = chance.randrange(2024, 2027)
            writer.writerow(
                [f"K{customer:03}", f"A{product:05}", (0, 10, 50, 100, 500)[scale], price, "100", "ST", "EUR",
                 f"01.01.{year}", "31.12.2027", "Rahmenvertrag für Größe"]
            )  # fmt: skip
    return path.stat().st_size


class _Reader:
    """Four buyers that read pages of 24 own prices, one after the other, and keep the times."""

    def __init__(self, token: str, products: list[str]) -> None:
        self._headers = {"Authorization": f"Bearer {token}"}
        self._products = products
        self._stopping = threading.Event()
        self._times: list[float] = []
        self._failed = 0
        self._threads: list[threading.Thread] = []

    def wait_until_ready(self) -> None:
        for _ in range(300):
            try:
                if httpx.get(f"http://127.0.0.1:{PORT}/health/ready").status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        raise RuntimeError("the API does not come up")

    def read_for(self, *, seconds: float) -> list[float]:
        self.start()
        time.sleep(seconds)
        return self.stop()

    def start(self) -> None:
        self._stopping.clear()
        self._times = []
        self._threads = [threading.Thread(target=self._read, args=(n,)) for n in range(4)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> list[float]:
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        assert not self._failed, f"{self._failed} pages failed"
        return sorted(self._times)

    def _read(self, seed: int) -> None:
        chance = random.Random(seed)
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", headers=self._headers, timeout=30) as client:
            while not self._stopping.is_set():
                lines = [{"product": id, "quantity": "1", "unit": "PCE"} for id in chance.sample(self._products, PAGE)]
                started = time.perf_counter()
                answer = client.post("/v1/prices", json={"lines": lines})
                self._times.append(time.perf_counter() - started)
                self._failed += answer.status_code != 200
                # Buyers look at a page before they ask for the next one.
                time.sleep(0.04)


def _report(
    rows: int, size: int, seconds: float, told: dict[str, float], alone: list[float], during: list[float]
) -> int:
    def p99(times: list[float]) -> float:
        return times[int(len(times) * 0.99)] * 1000 if times else 0.0

    rate = rows / seconds
    print(f"{rows:,} rows, {size / 1e6:.0f} MB of CSV (cp1252, decimal comma), from start to end of the process")
    print(
        f"  import              {seconds:8.1f} s    {rate:10,.0f} rows/s   (promised: 1,000,000 in {PROMISE_SECONDS} s)"
    )
    print(f"  memory at its peak  {told['peak_mb']:8.0f} MB                  (promised: {PROMISE_MB} MB)")
    print(
        f"  pages before        {statistics.median(alone) * 1000:8.1f} ms median {p99(alone):8.1f} ms p99, {len(alone)} pages"
    )
    print(
        f"  pages during        {statistics.median(during) * 1000:8.1f} ms median {p99(during):8.1f} ms p99, {len(during)} pages"
    )
    machine = {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
    figures = {"rows_per_s": round(rate, 1), "peak_mb": round(told["peak_mb"], 1)}
    print(json.dumps({"bench": "import_prices", "machine": machine, "figures": figures}))
    kept = rate >= ROWS / PROMISE_SECONDS and Decimal(told["peak_mb"]) <= PROMISE_MB
    return 0 if kept else 2


if __name__ == "__main__":
    sys.exit(main())
