"""Loading the demo the way a real customer's data comes in: file drops by their mappings, the live ERP by its connector."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from sqlalchemy import text

from fondaco.apps.demo.alpin.server import AlpinServer
from fondaco.apps.demo.drops import nord, sued
from fondaco.apps.demo.goods.article import ALPIN, NORD, SUED
from fondaco.apps.demo.goods.catalogue import selection
from fondaco.apps.demo.trade import agreements
from fondaco.apps.demo.trade.customers import customers, people
from fondaco.connectors.files import api as file_drops
from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.types import Mode, Report, Run, RunState
from fondaco.connectors.simulated import api as live_erp
from fondaco.kernel import clock
from fondaco.kernel.errors import Unavailable
from fondaco.modules.accounts import api as accounts
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import Seller
from fondaco.platform.transaction import Database

PASSWORD = "fondaco-demo-2026"  # noqa: S105 - everybody may know it: it opens invented data only
DROPS: dict[str, ModuleType] = {NORD: nord, SUED: sued}
Say = Callable[[str], None]


class DemoNotLoaded(Unavailable):
    """A run of the demo's first load failed; the facts hold its error."""

    code = "demo.not_loaded"
    title = "The demonstration's data could not be loaded."


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much data: the share of the range, and how dense the history of orders is."""

    scale: float = 1.0
    density: float = 1.0


def load(*, database: Database, folder: Path, alpin: AlpinServer, today: date, extent: Extent, say: Say) -> None:
    """Generate the drops, load all three ERPs through their connectors, and give everybody the demo's password."""
    write_drops(folder=folder, today=today, extent=extent, say=say)
    for system in DROPS:
        started = time.perf_counter()
        run, report = file_drops.import_folder(
            database=database,
            mapping_text=mapping_text(system),
            folder=folder / system,
            now=clock.now,
            requested_by="demo",
        )
        say(_words(system, run, report, time.perf_counter() - started))
    give_passwords(database=database)
    agree(database=database, today=today, extent=extent)
    state_sellers(database=database)
    started = time.perf_counter()
    connection = live_erp.connect(database=database, system=ALPIN, url=alpin.url)
    run, report = live_erp.load(
        database=database, connection=connection.id, mode=Mode.FULL, requested_by="demo", now=clock.now
    )
    say(_words(ALPIN, run, report, time.perf_counter() - started))
    with database.transaction() as tx:
        tx.execute(text("ANALYZE"))


def write_drops(*, folder: Path, today: date, extent: Extent, say: Say) -> None:
    """Write the files of the two older ERPs, in place of those of an earlier load."""
    started = time.perf_counter()
    articles = selection(extent.scale)
    shutil.rmtree(folder, ignore_errors=True)
    for system, drop in DROPS.items():
        drop.write(
            folder=folder / system, articles=articles, customers=customers(), today=today, density=extent.density
        )
    say(
        f"  {len(articles):_} articles, {len(customers())} organisations written in {time.perf_counter() - started:.1f} s".replace(
            "_", " "
        )
    )


def agree(*, database: Database, today: date, extent: Extent) -> None:
    """State what no ERP of the demonstration keeps: contracts with call-offs, freight, terms of payment."""
    customer = next(one for one in customers() if one.key == people()[0].customer)
    with database.transaction() as tx:
        agreements.agree(tx=tx, customer=customer, articles=selection(extent.scale), today=today)


def mapping_text(system: str) -> str:
    """Return the mapping of a file drop."""
    return files("fondaco.apps.demo").joinpath("mappings", f"{system}.yaml").read_text(encoding="utf-8")


def give_passwords(*, database: Database) -> None:
    """Let everybody in by the demo's password; ERPs know no passwords."""
    with database.transaction() as tx:
        found = accounts.contacts_by_email(tx=tx, emails=[person.email for person in people()])
        accounts.set_passwords(tx=tx, contacts=sorted(found.values()), password=PASSWORD)


def state_sellers(*, database: Database) -> None:
    """Say that Austria has no warehouse of its own: its orders leave from Germany, as supplies within the Union."""
    with database.transaction() as tx:
        pricing.put_sellers(tx=tx, sellers=[Seller(sales_area="AT01", country="DE")])


def loaded(*, database: Database) -> bool:
    """Tell whether the first load came to its end: the live ERP comes last."""
    with database.transaction() as tx:
        last = intake.connection_named(tx=tx, name=ALPIN)
    return last is not None and last.last_success_at is not None


def _words(system: str, run: Run, report: Report, seconds: float) -> str:
    if run.state is not RunState.SUCCEEDED:
        raise DemoNotLoaded(run.error, system=system)
    total = report.total
    return f"  {system}: {total.read:_} records in {seconds:.1f} s, {total.refused} set aside".replace("_", " ")
