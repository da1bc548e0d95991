"""Routes of terms of payment: stated by staff, told to buyers."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import inner_id, public_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.errors import NoSuchTerms
from fondaco.modules.pricing.http.schemas import OrganisationId
from fondaco.modules.pricing.types import CashDiscount, PaymentTerms
from fondaco.platform.transaction import Database
from fondaco.platform.web.version import etag

Code = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-z0-9][a-z0-9_-]*$", examples=["net30"])]
Days = Annotated[int, Meta(ge=0, le=720)]
Percent = Annotated[str, Meta(pattern=r"^[0-9]{1,2}(\.[0-9]{1,4})?$", examples=["2"])]
Text = Annotated[str, Meta(max_length=200)]


class CashDiscountBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many percent less if paid within so many days."""

    days: Days
    percent: Percent


class PaymentTermsBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Terms of payment, their names by language, and who pays by them: organisations with all below, sales areas.

    The sales area "" is everybody who has no terms of his own.
    """

    days: Days
    names: dict[Annotated[str, Meta(min_length=2, max_length=2)], Text] = {}
    discounts: Annotated[list[CashDiscountBody], Meta(max_length=5)] = []
    organisations: Annotated[list[OrganisationId], Meta(max_length=1000)] = []
    sales_areas: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=100)] = []


class PaymentTermsOut(Struct, frozen=True, kw_only=True):
    """Terms of payment as they are in force."""

    code: str
    version: int
    days: int
    names: dict[str, str]
    discounts: list[CashDiscountBody]
    organisations: list[str]
    sales_areas: list[str]


class AllPaymentTermsOut(Struct, frozen=True, kw_only=True):
    """All terms of payment."""

    items: list[PaymentTermsOut]


class OwnTermsOut(Struct, frozen=True, kw_only=True):
    """The terms the buyer pays by, in words; null where none are stated."""

    terms: PaymentTermsOut | None


@get(
    "/v1/payment-terms",
    operation_id="list_payment_terms",
    summary="Terms of payment",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def list_payment_terms(database: NamedDependency[Database]) -> AllPaymentTermsOut:
    """List all terms of payment and who pays by them."""
    with database.transaction() as tx:
        return AllPaymentTermsOut(items=[_told(*one) for one in pricing.payment_terms(tx=tx)])


@get(
    "/v1/payment-terms/own",
    operation_id="own_payment_terms",
    summary="The own terms of payment",
    tags=["pricing"],
    opt={"permission": "catalog.view"},
    sync_to_thread=False,
)
def own_payment_terms(buyer: NamedDependency[Buyer], book: NamedDependency[pricing.PriceBook]) -> OwnTermsOut:
    """Tell until when the buyer pays, and what he may take off before."""
    found = pricing.payment_terms_of(buyer=buyer, book=book)
    return OwnTermsOut(terms=None if found is None else _told(found, (), 0))


@put(
    "/v1/payment-terms/{code:str}",
    operation_id="set_payment_terms",
    summary="Set terms of payment",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def set_payment_terms(
    code: FromPath[Code],
    data: JSONBody[PaymentTermsBody],
    database: NamedDependency[Database],
    expected_version: NamedDependency[int],
) -> Response[PaymentTermsOut]:
    """Make or replace terms (`If-Match: "0"` for new ones); those named pay by them from now on, besides those who do."""
    stated = PaymentTerms(
        code=code,
        days=data.days,
        discounts=tuple(CashDiscount(days=one.days, percent=Decimal(one.percent)) for one in data.discounts),
        names=data.names,
    )
    organisations = [inner_id("org", id) for id in data.organisations]
    with database.transaction() as tx:
        for organisation in organisations:
            accounts.organisation(tx=tx, id=organisation)
        version = pricing.set_payment_terms(tx=tx, terms=stated, expected_version=expected_version)
        if organisations or data.sales_areas:
            pricing.pay_by(tx=tx, code=code, organisations=organisations, sales_areas=data.sales_areas)
        found = [one for one in pricing.payment_terms(tx=tx) if one[0].code == code]
    if not found:
        raise NoSuchTerms(code=code)
    return Response(_told(*found[0]), headers={"ETag": etag(version)})


def _told(terms: PaymentTerms, owners: tuple[str, ...], version: int) -> PaymentTermsOut:
    ids = [owner for owner in owners if _is_id(owner)]
    return PaymentTermsOut(
        code=terms.code,
        version=version,
        days=terms.days,
        names=dict(terms.names),
        discounts=[CashDiscountBody(days=one.days, percent=f"{one.percent:f}") for one in terms.discounts],
        organisations=[public_id("org", UUID(id)) for id in ids],
        sales_areas=[owner for owner in owners if owner not in ids],
    )


def _is_id(owner: str) -> bool:
    try:
        UUID(owner)
    except ValueError:
        return False
    return True


ROUTES = [list_payment_terms, own_payment_terms, set_payment_terms]
