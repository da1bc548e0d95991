"""Static files: named by their content, compressed once at start, cached by the browser for ever.

No build step: the style sheets are joined in the order of their names, and the modules' imports are rewritten to the
hashed names, so that one changed line gives a new address and nothing else goes stale.
"""

import gzip
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from fondaco.apps.pages.session import AnyRequest

HERE = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
_TEXTS = {".css", ".js", ".svg"}
_IMPORT = re.compile(r'(?<=["\'])\./([a-z]+)\.js(?=["\'])')
_CSS_NOISE = (
    (re.compile(r"/\*.*?\*/", re.DOTALL), ""),
    (re.compile(r"\s+"), " "),
    (re.compile(r"\s*([{};,])\s*"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent: plain and, for text, gzipped."""

    name: str
    media_type: str
    plain: bytes
    packed: bytes | None


class Assets:
    """All static files of a site by their plain names; later folders add to the first."""

    def __init__(self, folders: Iterable[Path] = (), *, prefix: str = "/static") -> None:
        self._prefix = prefix
        self._by_name: dict[str, Asset] = {}
        self._served: dict[str, Asset] = {}
        places = [HERE, *folders]
        styles = sorted(
            (path for place in places for path in (place / "css").glob("*.css")), key=lambda path: path.name
        )
        self._add("app.css", _without_noise("\n".join(path.read_text() for path in styles)).encode())
        self._add_modules({path.stem: path.read_text() for place in places for path in (place / "js").glob("*.js")})
        for place in places:
            for path in sorted((place / "img").glob("*.*")):
                self._add(path.name, path.read_bytes())

    def url(self, name: str) -> str:
        """Return the address of a file; an unknown name is a mistake in a template."""
        return f"{self._prefix}/{self._by_name[name].name}"

    @cached_property
    def modules(self) -> list[str]:
        """Addresses of all modules but the entry, to be loaded side by side with it."""
        return [self.url(name) for name in sorted(self._by_name) if name.endswith(".js") and name != "app.js"]

    def served(self, hashed: str) -> Asset | None:
        """Return the file by its hashed name."""
        return self._served.get(hashed)

    def _add_modules(self, sources: dict[str, str]) -> None:
        waiting = dict(sources)
        while waiting:
            free = [
                name
                for name, text in waiting.items()
                if not any(other in waiting for other in _IMPORT.findall(text) if other != name)
            ]
            if not free:
                raise ValueError(f"modules import each other in a circle: {sorted(waiting)}")
            for name in sorted(free):
                text = _IMPORT.sub(lambda found: f"./{self._by_name[found[1] + '.js'].name}", waiting.pop(name))
                self._add(f"{name}.js", text.encode())

    def _add(self, name: str, content: bytes) -> None:
        path = Path(name)
        hashed = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:10]}{path.suffix}"
        packed = gzip.compress(content, 9, mtime=0) if path.suffix in _TEXTS else None
        self._by_name[name] = self._served[hashed] = Asset(hashed, _TYPES[path.suffix], content, packed)


def static_route(assets: Assets) -> HTTPRouteHandler:
    """Serve the files; the name holds the content's hash, so a browser never needs to ask again."""

    @get("/static/{name:str}", include_in_schema=False, sync_to_thread=False)
    def static_file(name: FromPath[str], request: AnyRequest) -> Response[bytes]:
        asset = assets.served(name)
        if asset is None:
            raise NotFoundException
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
        if asset.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(asset.packed, media_type=asset.media_type, headers=headers | {"Content-Encoding": "gzip"})
        return Response(asset.plain, media_type=asset.media_type, headers=headers)

    return static_file


def _without_noise(css: str) -> str:
    for pattern, instead in _CSS_NOISE:
        css = pattern.sub(instead, css)
    return css.strip()
