"""The stage of the demonstration: everything that runs in its one process, started and ended in order."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server

from fondaco.apps import rooms
from fondaco.apps.api import ROOMS
from fondaco.apps.api import create_app as create_api
from fondaco.apps.client.transport import AsgiTransport
from fondaco.apps.console.acting import SHOP
from fondaco.apps.console.app import create_app as create_console
from fondaco.apps.demo import loading
from fondaco.apps.demo.alpin.books import Books, Pace
from fondaco.apps.demo.alpin.server import AlpinServer, Manners
from fondaco.apps.demo.alpin.stockroom import Stockroom
from fondaco.apps.demo.goods.article import ALPIN
from fondaco.apps.demo.http import DemoRuntime
from fondaco.apps.demo.operator import Operator
from fondaco.apps.demo.register import RegisterServer
from fondaco.apps.demo.trade.customers import registered
from fondaco.apps.runtime import open_database, prepare_database
from fondaco.apps.storefront.app import create_app as create_storefront
from fondaco.apps.worker import Worker
from fondaco.connectors.simulated import api as live_erp
from fondaco.connectors.vies.handlers import CHECK, check_numbers
from fondaco.kernel import clock
from fondaco.platform.follower import Follower
from fondaco.platform.jobs import Job
from fondaco.platform.settings import Settings
from fondaco.platform.transaction import Database

TITLE = "Kupferberg & Rabe"
OWN_NUMBER = "DE136695976"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where the three programs answer."""

    storefront: int = 8400
    console: int = 8401
    api: int = 8402


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A set stage: the database is loaded, the ERP and the background work run, and nothing is served yet."""

    runtime: DemoRuntime
    operator: Operator
    programs: dict[str, Any] = field(default_factory=dict)


@contextmanager
def set_stage(
    settings: Settings,
    *,
    say: Callable[[str], None],
    today: date,
    extent: loading.Extent | None = None,
    manners: Manners | None = None,
    pace: Pace | None = None,
) -> Iterator[Stage]:
    """Start PostgreSQL, the live ERP and the background work; load the data if it is not there yet."""
    extent = extent or loading.Extent()
    folder = settings.home / "demo"
    with ExitStack() as stack:
        say("PostgreSQL …")
        database = stack.enter_context(open_database(settings, application="fondaco-demo", pool_size=24))
        prepare_database(settings, database)
        alpin = _erp(stack, folder, today, extent, manners, pace)
        register = RegisterServer(known=registered())
        register.start()
        stack.callback(register.close)
        worker = Worker(database=database, jobs=_jobs(register))
        worker.start()
        stack.callback(worker.stop)
        if not loading.loaded(database=database):
            say("First start: loading three ERPs through their connectors …")
            loading.load(database=database, folder=folder / "drops", alpin=alpin, today=today, extent=extent, say=say)
        # What the clock does every five minutes is done once before anybody looks.
        check_numbers(database=database, url=register.url, requester=OWN_NUMBER)
        operator = Operator(database=database, alpin=alpin, folder=folder, scale=extent.scale)
        yield _perform(stack, settings, database, operator, alpin)


def _jobs(register: RegisterServer) -> list[Job]:
    """Let VAT numbers be looked up in the demonstration's own register: it sends nothing out of this machine."""
    ask = partial(check_numbers, url=register.url, requester=OWN_NUMBER)
    return [replace(job, run=ask) if job.name == CHECK.name else job for job in rooms.JOBS]


def _erp(
    stack: ExitStack, folder: Path, today: date, extent: loading.Extent, manners: Manners | None, pace: Pace | None
) -> AlpinServer:
    books = Books(path=folder / "alpin.sqlite", pace=pace)
    stack.callback(books.close)
    room = Stockroom(books=books, today=today, scale=extent.scale, density=extent.density)
    alpin = AlpinServer(books=books, stockroom=room, manners=manners)
    alpin.start()
    stack.callback(alpin.close)
    return alpin


def _perform(stack: ExitStack, settings: Settings, database: Database, operator: Operator, alpin: AlpinServer) -> Stage:
    held = rooms.projections(home=settings.home)
    follower = Follower(database=database, projections=held, name="demo")
    follower.load()
    follower.start()
    stack.callback(follower.stop)
    runtime = DemoRuntime(settings=settings, database=database, projections=held, follower=follower, operator=operator)
    api = create_api(runtime, only=(*ROOMS, "fondaco.apps.demo"), log_requests=False)
    transport = AsgiTransport(api)
    programs = {
        "storefront": create_storefront(transport=transport, title=TITLE),
        "console": create_console(transport=transport, title=TITLE),
        "api": api,
    }
    # Last, so that what can wait does not hold up the first page.
    connection = live_erp.connect(database=database, system=ALPIN, url=alpin.url)
    # From the beginning of its log: what was said while nobody listened is heard, and hearing it twice changes nothing.
    line = live_erp.Line(database=database, connection=connection.id, position=0, now=clock.now)
    line.start()
    stack.callback(line.stop)
    threading.Thread(target=operator.prepare, name="demo-operator", daemon=True).start()
    return Stage(runtime=runtime, operator=operator, programs=programs)


async def serve(stage: Stage, *, host: str, ports: Ports, ready: Callable[[], None], stop: asyncio.Event) -> None:
    """Serve the three programs until told to stop; call `ready` when all of them answer."""
    stage.programs["console"].state[SHOP] = f":{ports.storefront}"
    servers = [
        Server(
            stage.programs[name],
            address=host,
            port=getattr(ports, name),
            interface=Interfaces.ASGI,
            websockets=False,
            log_enabled=False,
        )
        for name in ("api", "storefront", "console")
    ]
    tasks = [asyncio.create_task(server.serve()) for server in servers]
    await _answering(host, ports, tasks)
    ready()
    waiter = asyncio.create_task(stop.wait())
    await asyncio.wait([*tasks, waiter], return_when=asyncio.FIRST_COMPLETED)
    for server in servers:
        server.stop()  # type: ignore[no-untyped-call]
    waiter.cancel()
    await asyncio.wait(tasks, timeout=10)


async def _answering(host: str, ports: Ports, tasks: list[asyncio.Task[None]]) -> None:
    for port in (ports.storefront, ports.console, ports.api):
        while not any(task.done() for task in tasks):
            try:
                _, writer = await asyncio.open_connection(host, port)
            except OSError:
                await asyncio.sleep(0.02)
                continue
            writer.close()
            break
