"""Pictures and documents of products: fetched from the API once per process, kept by the browser."""

from collections import OrderedDict
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.pages import people
from fondaco.apps.pages.site import Visit

_MOST_BYTES = 64_000_000
_LARGEST = 500_000


class Shelf:
    """The most recently shown files, up to a number of bytes."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
        self._bytes = 0

    def get(self, id: str) -> tuple[bytes, str] | None:
        """Return a file that was shown before."""
        if id in self._files:
            self._files.move_to_end(id)
        return self._files.get(id)

    def put(self, id: str, content: bytes, media_type: str) -> None:
        """Keep a file; the ones not shown for longest go."""
        if len(content) > _LARGEST or id in self._files:
            return
        self._files[id] = (content, media_type)
        self._bytes += len(content)
        while self._bytes > _MOST_BYTES:
            _, (gone, _type) = self._files.popitem(last=False)
            self._bytes -= len(gone)


_shelf = Shelf()


@get("/media/{media_id:str}")
async def media(visit: NamedDependency[Visit], media_id: FromPath[str]) -> Response[Any]:
    """Show a file to anybody signed in; what an id names never changes."""
    await people.reader(visit)
    kept = _shelf.get(media_id)
    if kept is None:
        answer = await visit.client.get_media(media_id=media_id)
        kept = (answer.body, answer.headers.get("content-type", "application/octet-stream"))
        _shelf.put(media_id, *kept)
    content, media_type = kept
    # A drawing of somebody else's must not run anything in our name when it is opened by itself.
    return Response(
        content,
        media_type=media_type,
        headers={
            "Cache-Control": "private, max-age=31536000, immutable",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        },
    )


ROUTES = [media]
