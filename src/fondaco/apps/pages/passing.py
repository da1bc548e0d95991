"""Files that the API makes, passed on to the browser while they are made."""

from collections.abc import AsyncIterator

from litestar.response import Stream


async def passed_on(parts: AsyncIterator[bytes], *, media_type: str, name: str) -> Stream:
    """Send a file under a name; a refusal is raised before anything was sent."""
    # A refusal comes with the first part, while the answer can still say so.
    first = await anext(parts)

    async def whole() -> AsyncIterator[bytes]:
        yield first
        async for part in parts:
            yield part

    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Stream(whole(), media_type=media_type, headers=headers)
