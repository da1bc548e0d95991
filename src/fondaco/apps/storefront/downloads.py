"""The own price list as a file, passed on while the API makes it."""

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Stream

from fondaco.apps.pages import people
from fondaco.apps.pages.passing import passed_on
from fondaco.apps.pages.site import Visit

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get("/prices.csv")
async def prices_csv(visit: NamedDependency[Visit]) -> Stream:
    """Send the price list as CSV."""
    await people.reader(visit)
    return await passed_on(visit.client.own_prices_csv(), media_type="text/csv; charset=utf-8", name="prices.csv")


@get("/prices.xlsx")
async def prices_xlsx(visit: NamedDependency[Visit]) -> Stream:
    """Send the price list as a workbook."""
    await people.reader(visit)
    return await passed_on(visit.client.own_prices_xlsx(), media_type=_SHEET, name="prices.xlsx")


ROUTES = [prices_csv, prices_xlsx]
