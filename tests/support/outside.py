"""The world outside of a test: third-party data that may be there, and a network that may not be used."""

import os
import socket
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]


class NetworkUsedError(AssertionError):
    """A test tried to leave the machine."""


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of third-party data: `FONDACO_SHARED_DATA`, else `../shared/data` beside the repository."""
    folder = Path(os.environ.get("FONDACO_SHARED_DATA") or REPOSITORY.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"NO THIRD-PARTY DATA: {folder} does not exist; set FONDACO_SHARED_DATA to run this test")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _stay_on_this_machine() -> Iterator[None]:
    """Refuse every connection that is neither to this machine nor to a unix socket."""
    patch = pytest.MonkeyPatch()
    for method in ("connect", "connect_ex"):
        patch.setattr(socket.socket, method, _guarded(getattr(socket.socket, method)))
    yield
    patch.undo()


def _guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not _is_here(address[0]):
            raise NetworkUsedError(f"a test wanted to connect to {address!r}")
        return connect(self, address)

    return guarded


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
