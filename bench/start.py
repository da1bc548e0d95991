"""How long a start of the demonstration takes on a warm machine, from the command to the first page.

    python -m bench.start [--seconds N] [--home FOLDER]

The first start, which loads the data into a folder of its own, is measured too and printed; the promise is about the
second one.
"""

import argparse
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import httpx

_LONGEST = 400.0
_BETWEEN_TRIES = 0.02


def free_port() -> int:
    """Find a port with two free ones after it; nobody else starts servers during a benchmark."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def start(home: Path, log: Path) -> tuple[subprocess.Popen[bytes], float]:
    """Start the demonstration and wait for its first page; return the process and the seconds."""
    port = free_port()
    started = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "fondaco.apps.cli", "demo", "--port", str(port)],
            env=os.environ | {"FONDACO_HOME": str(home)},
            stdout=output,
            stderr=output,
        )
    with httpx.Client(follow_redirects=True, timeout=30) as client:
        while time.perf_counter() - started < _LONGEST and process.poll() is None:
            with suppress(httpx.TransportError):
                page = client.get(f"http://127.0.0.1:{port}/")
                if page.status_code == httpx.codes.OK:
                    return process, time.perf_counter() - started
            time.sleep(_BETWEEN_TRIES)
    process.kill()
    raise SystemExit(f"the demonstration did not start:\n{log.read_text(errors='replace')[-3000:]}")


def end(process: subprocess.Popen[bytes]) -> float:
    """Stop it as a person would, and return the seconds it takes."""
    started = time.perf_counter()
    process.send_signal(signal.SIGINT)
    process.wait(60)
    return time.perf_counter() - started


def main() -> None:
    """Measure, print a table and one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=30, help="for the warm starts")
    options.add_argument("--home", type=Path, help="a folder in which the demonstration was loaded already")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, log = given.home or Path(folder) / "home", Path(folder) / "log"
        process, cold = start(home, log)
        ended = end(process)
        warm: list[float] = []
        until = time.perf_counter() + given.seconds
        while not warm or (time.perf_counter() < until and len(warm) < 5):
            process, seconds = start(home, log)
            warm.append(seconds)
            end(process)
    print(f"{'start':<28}{'seconds':>10}")
    print(f"{'first, with loading':<28}{cold:>10.1f}")
    print(f"{'warm, best of ' + str(len(warm)):<28}{min(warm):>10.1f}")
    print(f"{'warm, worst':<28}{max(warm):>10.1f}")
    print(f"{'end':<28}{ended:>10.1f}")
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform(terse=True)}
    print(json.dumps({"bench": "start", "machine": machine, "figures": {"warm_s": round(max(warm), 2)}}))


if __name__ == "__main__":
    main()
