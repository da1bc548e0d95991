"""A small world for tests of the API: two groups of companies, their people, staff, and clients that call as them."""

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import msgspec
import pytest
from argon2 import PasswordHasher
from litestar.types import ASGIApp
from sqlalchemy import insert

from fondaco.apps.client.transport import Answer, AsgiTransport
from fondaco.apps.runtime import Runtime
from fondaco.kernel.actor import Actor, ActorKind
from fondaco.kernel.ids import ExternalRef, new_id, public_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.tables import session
from fondaco.modules.accounts.types import AddressDraft, ContactDraft, OrganisationDraft, OrganisationKind
from fondaco.platform.follower import Follower
from fondaco.platform.settings import Settings
from fondaco.platform.transaction import Database, Tx

Result = TypeVar("Result")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
SYSTEM = "erp-test"
_EVERYBODY = Actor(kind=ActorKind.STAFF, organisations=None)


def ref(key: str) -> ExternalRef:
    """A key of the tests' outside system."""
    return ExternalRef(SYSTEM, key)


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine to its end."""
    return asyncio.run(work)


@dataclass
class Caller:
    """Calls the API in this process as somebody."""

    app: ASGIApp
    token: str | None = None
    organisation: str | None = None

    def __call__(
        self,
        method: str,
        url: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        content: bytes | None = None,
        media_type: str = "application/json",
    ) -> "Reply":
        sent = {"content-type": media_type} if body is not None or content is not None else {}
        if self.token:
            sent["authorization"] = f"Bearer {self.token}"
        if self.organisation:
            sent["fondaco-organisation"] = self.organisation
        sent |= {name.lower(): value for name, value in (headers or {}).items()}
        path, _, query = url.partition("?")
        raw = content if content is not None else msgspec.json.encode(body) if body is not None else b""
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in sent.items()]
        return Reply(run(AsgiTransport(self.app).send(method, path, query, pairs, raw)))


class Reply:
    """What the API answered."""

    def __init__(self, answer: Answer) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.body = answer.body

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)

    @property
    def code(self) -> str:
        """The code of a refusal."""
        return str(self.json["code"])

    def __repr__(self) -> str:
        return f"<{self.status} {self.body[:600]!r}>"


@dataclass
class World:
    """Two groups that know nothing of each other; each group > legal entity > site, with people in several roles."""

    organisations: dict[str, UUID] = field(default_factory=dict)
    contacts: dict[str, UUID] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    products: dict[str, UUID] = field(default_factory=dict)

    def org(self, key: str) -> str:
        """The public id of an organisation."""
        return public_id("org", self.organisations[key])

    def con(self, key: str) -> str:
        """The public id of a contact."""
        return public_id("con", self.contacts[key])


PEOPLE = {
    "red-admin": ("red", "organisation_admin"),
    "red-buyer": ("red", "buyer"),
    "red-site-buyer": ("red-site", "buyer"),
    "red-viewer": ("red", "viewer"),
    "red-nobody": ("red", None),
    "blue-admin": ("blue", "organisation_admin"),
    "blue-buyer": ("blue", "buyer"),
}
STAFF = {"administrator": "administrator", "sales": "sales", "service": "service"}


def open_session(*, tx: Tx, contact: UUID) -> str:
    """Sign somebody in without the slow look at a password."""
    token = f"fds_{new_id().hex}"
    tx.execute(
        insert(session).values(
            id=new_id(),
            contact=contact,
            token_hash=accounts.hash_token(token),
            user_agent="tests",
            created_at=datetime.now(UTC),
            expires_at=datetime.now(UTC) + timedelta(hours=1),
        )
    )
    return token


def build(tx: Tx) -> World:
    """Store the world and sign everybody in."""
    world = World()
    drafts = []
    for colour in ("red", "blue"):
        secret = f"SECRET-{colour}"
        drafts += [
            OrganisationDraft(ref=ref(f"{colour}-group"), name=f"{secret} Group", kind=OrganisationKind.GROUP),
            OrganisationDraft(ref=ref(colour), name=f"{secret} GmbH", parent=ref(f"{colour}-group"), number=secret),
            OrganisationDraft(
                ref=ref(f"{colour}-site"), name=f"{secret} Site", parent=ref(colour), kind=OrganisationKind.SITE
            ),
        ]
    assert not accounts.put_organisations(tx=tx, drafts=drafts, source=SYSTEM).refused
    world.organisations = accounts.find_by_refs(tx=tx, system=SYSTEM, keys=[d.ref.key for d in drafts if d.ref])
    addresses = [
        AddressDraft(
            ref=ref(f"{colour}-address"), organisation=ref(colour), name=f"SECRET-{colour} GmbH", street="Hafen 1",
            postal_code="20457", city="Hamburg", default=True,
        )
        for colour in ("red", "blue")
    ]  # fmt: skip
    assert not accounts.put_addresses(tx=tx, drafts=addresses, source=SYSTEM).refused
    people = [
        ContactDraft(
            ref=ref(key), organisation=ref(org), name=f"SECRET-{org[:4]} {key}", email=f"{key}@x.example", role=role
        )
        for key, (org, role) in PEOPLE.items()
    ]
    assert not accounts.put_contacts(tx=tx, drafts=people, source=SYSTEM).refused
    for key, (org, _) in PEOPLE.items():
        actor_list = accounts.contacts(tx=tx, actor=_EVERYBODY, organisation_id=world.organisations[org])
        world.contacts[key] = next(c.id for c in actor_list if c.email == f"{key}@x.example")
    accounts.set_passwords(tx=tx, contacts=[world.contacts["red-buyer"]], password=PASSWORD)
    for key, role in STAFF.items():
        world.contacts[key] = accounts.add_staff(
            tx=tx, name=f"Staff {key}", email=f"{key}@x.example", password=PASSWORD, role=role, now=NOW
        )
    for key, contact in world.contacts.items():
        world.tokens[key] = open_session(tx=tx, contact=contact)
    return world


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Hash passwords quickly: their slowness is the library's, and hundreds of tests sign somebody in."""
    patch = pytest.MonkeyPatch()
    patch.setattr(
        "fondaco.modules.accounts.actions.sign_in._HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )
    yield
    patch.undo()


@pytest.fixture
def world(database: Database) -> World:
    """The two groups, stored."""
    with database.transaction() as tx:
        return build(tx)


@dataclass
class Api:
    """The API's program over a database of the test's own."""

    app: ASGIApp
    runtime: Runtime
    world: World
    named: dict[str, str] = field(default_factory=dict)

    def stranger(self) -> Caller:
        """Somebody without a token."""
        return Caller(self.app)

    def caller(self, who: str, *, organisation: str | None = None) -> Caller:
        """Somebody of the world, by key, for an organisation of the world."""
        return Caller(self.app, self.world.tokens[who], self.world.org(organisation) if organisation else None)


@pytest.fixture
def api(database: Database, world: World) -> Api:
    """The API of accounts alone with the two groups."""
    # Here and not above: a room that cannot be imported shall fail its own tests, not everybody's.
    from fondaco.apps.api import create_app
    from fondaco.apps.http.access import AccessProjection

    projections = [AccessProjection()]
    follower = Follower(database=database, projections=projections)
    follower.load()
    runtime = Runtime(settings=Settings(), database=database, projections=projections, follower=follower)
    return Api(
        app=create_app(runtime, log_requests=False, only=("fondaco.modules.accounts",)), runtime=runtime, world=world
    )


@pytest.fixture
def whole_api(database: Database) -> Api:
    """The API of all rooms; red has an address, a contract price, an own part number, an order, a cart, a client."""
    from tests.support.goods import open_whole_api

    return open_whole_api(database)
