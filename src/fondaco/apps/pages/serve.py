"""Serving one site in a process of its own, in front of an API elsewhere."""

from fondaco.platform.settings import Settings
from fondaco.platform.web.ending import let_starts_be_ended


def api_url(settings: Settings) -> str:
    """Return where the API is: as set, else on this machine."""
    return settings.api_url or f"http://{settings.host}:{settings.api_port}"


def serve(*, target: str, settings: Settings, port: int, name: str) -> None:
    """Run a site's factory (`module:function`) until the process is asked to end."""
    from granian.constants import Interfaces
    from granian.server import Server

    let_starts_be_ended()
    print(f"{name}: http://{settings.host}:{port} (API: {api_url(settings)})", flush=True)
    Server(target, address=settings.host, port=port, interface=Interfaces.ASGI, factory=True, log_access=False).serve()
