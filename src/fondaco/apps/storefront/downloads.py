"""The own price list as a file, passed on while the API makes it."""

from collections.abc import AsyncIterator

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Stream

from fondaco.apps.pages import people
from fondaco.apps.pages.site import Visit

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get("/prices.csv")
async def prices_csv(visit: NamedDependency[Visit]) -> Stream:
    """Send the price list as CSV."""
    await people.reader(visit)
    return await _passed_on(visit.client.own_prices_csv(), "text/csv; charset=utf-8", "csv")


@get("/prices.xlsx")
async def prices_xlsx(visit: NamedDependency[Visit]) -> Stream:
    """Send the price list as a workbook."""
    await people.reader(visit)
    return await _passed_on(visit.client.own_prices_xlsx(), _SHEET, "xlsx")


async def _passed_on(parts: AsyncIterator[bytes], media_type: str, ending: str) -> Stream:
    # A refusal comes with the first part, while the answer can still say so.
    first = await anext(parts)

    async def whole() -> AsyncIterator[bytes]:
        yield first
        async for part in parts:
            yield part

    headers = {"Content-Disposition": f'attachment; filename="prices.{ending}"', "Cache-Control": "no-store"}
    return Stream(whole(), media_type=media_type, headers=headers)


ROUTES = [prices_csv, prices_xlsx]
