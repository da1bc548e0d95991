"""The command `fondaco demo`: the whole program and three ERPs in one process, for trying it out."""

import argparse
import asyncio
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NoReturn

from fondaco.apps.demo import stage as stages
from fondaco.apps.demo.loading import PASSWORD, Extent
from fondaco.apps.demo.stage import Ports
from fondaco.apps.demo.trade.customers import customers, people
from fondaco.kernel import clock
from fondaco.platform import logs
from fondaco.platform.settings import Settings

_LOGINS = 4
_ROLES = {
    "organisation_admin": "buys, and manages her organisation",
    "buyer": "buys for another organisation, in CHF",
    "viewer": "sees prices and orders, may not buy",
    "administrator": "console: everything",
}


def main(arguments: Sequence[str] = ()) -> NoReturn:
    """Set the stage, serve until Ctrl-C, and clear everything away in order."""
    parser = argparse.ArgumentParser(prog="fondaco demo", description="Start everything with a believable distributor.")
    parser.add_argument(
        "--port", type=int, default=Ports().storefront, help="of the storefront; console and API follow"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="share of the range to load at the first start (1)")
    given = parser.parse_args(list(arguments))
    started = time.perf_counter()
    settings = Settings.from_environment()
    logs.configure(level="WARNING", format=settings.log_format)
    say = _teller()
    ports = free_ports(settings.host, given.port, say)
    extent = Extent(scale=given.scale, density=min(1.0, given.scale * 4))
    # A stop that comes while the data is loaded ends the load where it stands; the next start begins it anew.
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with stages.set_stage(
            replace(settings, api_port=ports.api), say=say, today=clock.now().date(), extent=extent
        ) as stage:
            asyncio.run(_serve(stage, settings.host, ports, started))
            say("Ending …")
    except KeyboardInterrupt:
        say("Stopped.")
    # Everything that holds data is closed by now. Taking millions of objects in memory apart one by one would only
    # keep the person at the terminal waiting.
    sys.stdout.flush()
    os._exit(0)


def free_ports(host: str, first: int, say: Callable[[str], None]) -> Ports:
    """Return three ports in a row, or free ones anywhere where one of them is taken."""
    wanted = [first, first + 1, first + 2]
    found = []
    for port in wanted:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                with socket.create_server((host, 0)) as free:
                    found.append(int(free.getsockname()[1]))
                say(f"Port {port} is taken; {found[-1]} it is.")
            else:
                found.append(port)
    return Ports(storefront=found[0], console=found[1], api=found[2])


async def _serve(stage: stages.Stage, host: str, ports: Ports, started: float) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await stages.serve(
        stage,
        host=host,
        ports=ports,
        stop=stop,
        ready=lambda: print(words(host, ports, time.perf_counter() - started), flush=True),
    )


def words(host: str, ports: Ports, seconds: float) -> str:
    """Say where everything is and who may enter."""
    names = {customer.key: customer.name for customer in customers()}
    lines = [
        "",
        f"  Storefront   http://{host}:{ports.storefront}",
        f"  Console      http://{host}:{ports.console}",
        f"  API          http://{host}:{ports.api}/v1/openapi.json",
        "",
        f"  Password of everybody: {PASSWORD}",
        *(
            f"  {person.email:<32} {names.get(person.customer or '', stages.TITLE)}: {_ROLES[person.role]}"
            for person in people()[:_LOGINS]
        ),
        "",
        f"  Ready after {seconds:.1f} s. Ctrl-C ends everything; the data stays for the next start.",
    ]
    return "\n".join(lines)


def _teller() -> Callable[[str], None]:
    lock = threading.Lock()

    def say(text: str) -> None:
        with lock:
            print(text, file=sys.stdout, flush=True)

    return say


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
