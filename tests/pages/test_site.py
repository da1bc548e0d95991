"""The frame of a site: sign-in, forms that must be ours, languages, and words for what went wrong."""

import json
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.testing import TestClient

from fondaco.apps import storefront
from fondaco.apps.client.base import ApiProblem, ApiUnavailable
from fondaco.apps.client.transport import Answer, Headers
from fondaco.apps.pages import people
from fondaco.apps.pages.application import build
from fondaco.apps.pages.headers import POLICY
from fondaco.apps.pages.session import form_token
from fondaco.apps.pages.site import Site, Visit, own_path

ME = {
    "id": "con_1", "kind": "contact", "name": "Anna Krüger", "language": "de", "organisation": "org_1",
    "organisation_name": "Krüger GmbH", "currency": "EUR", "country": "DE", "permissions": ["catalog.view"],
    "organisations": [],
}  # fmt: skip


class ScriptedApi:
    """Stands in for the API: knows one person, and a session while it lasts."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.tokens: set[str] = {"good"}

    async def send(self, method: str, path: str, query: str, headers: Headers, body: bytes) -> Answer:  # noqa: ARG002 - the form of a transport
        self.asked.append((method, path))
        token = dict(headers).get(b"authorization", b"").decode().removeprefix("Bearer ")
        if (method, path) == ("POST", "/v1/sessions"):
            if json.loads(body)["password"] != "right":
                return self._refusal(401, "accounts.bad_credentials")
            session = {"id": "ses_1", "token": "good", "expires_at": "2030-01-01T00:00:00Z"}
            return Answer(201, {}, json.dumps(session).encode())
        if token not in self.tokens:
            return self._refusal(401, "auth.not_signed_in")
        if method == "DELETE":
            self.tokens.discard(token)
            return Answer(204, {}, b"")
        return Answer(200, {}, json.dumps(ME).encode())

    def stream(self, path: str, query: str, headers: Headers) -> AsyncIterator[bytes]:
        raise NotImplementedError

    async def close(self) -> None:
        """Nothing is open."""

    @staticmethod
    def _refusal(status: int, code: str) -> Answer:
        return Answer(status, {}, json.dumps({"code": code, "title": "No.", "detail": "No."}).encode())


def raising(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


@pytest.fixture
def api() -> ScriptedApi:
    people._known.clear()
    return ScriptedApi()


@pytest.fixture
def app(api: ScriptedApi) -> Litestar:
    def frame(visit: Visit, person: people.Reader) -> None:
        visit.always |= {"me": person, "cart_lines": 0, "may_order": False, "changes_url": "", "query": ""}

    @get("/")
    async def start(visit: NamedDependency[Visit]) -> Response[str]:
        frame(visit, await people.reader(visit))
        return visit.page("bare_problem.html", heading=visit.always["me"].name, explanation="", details=[], code="")

    @get("/broken/{what:str}")
    async def broken(what: FromPath[str]) -> Response[str]:
        faults: dict[str, Exception] = {
            "conflict": ApiProblem(409, {"code": "orders.cart_closed", "detail": "closed"}),
            "down": ApiUnavailable(503, {"code": "client.unreachable", "detail": "no"}),
            "fault": ZeroDivisionError("secret inside"),
            "lines": ApiProblem(
                422,
                {
                    "code": "orders.bad_lines",
                    "detail": "Some lines cannot be taken.",
                    "problems": [
                        {
                            "pointer": "/lines/0/quantity",
                            "code": "orders.below_minimum",
                            "detail": "no",
                            "facts": {"minimum": "1000", "unit": "PCE"},
                        }
                    ],
                },
            ),
        }
        raise faults[what]

    folder = Path(storefront.__file__).parent
    site = Site(name="storefront", title="Fondaco", folder=folder, transport=api, secure=False)
    return build(site=site, routes=[start, broken], frame=frame)


def csrf_of(page: str) -> str:
    found = re.search(r'name="_csrf_token" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def signed_in(client: TestClient[Litestar]) -> None:
    page = client.get("/sign-in")
    form = {"email": "a@b.example", "password": "right", "next": "/", "_csrf_token": csrf_of(page.text)}
    answer = client.post("/sign-in", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_stranger_is_led_to_the_sign_in_and_back(app: Litestar) -> None:
    with TestClient(app) as client:
        answer = client.get("/", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2F")
        signed_in(client)
        page = client.get("/")
        assert "Anna Krüger" in page.text


def test_the_session_cookie_is_hidden_from_script_and_goes_at_sign_out(app: Litestar, api: ScriptedApi) -> None:
    with TestClient(app) as client:
        page = client.get("/sign-in")
        form = {"email": "a@b.example", "password": "right", "_csrf_token": csrf_of(page.text)}
        cookie = client.post("/sign-in", data=form, follow_redirects=False).headers["set-cookie"]
        assert re.search(r"fondaco_storefront=good;.*HttpOnly;.*SameSite=lax", cookie)
        token = csrf_of(client.get("/").text)
        client.post("/sign-out", data={"_csrf_token": token})
        assert api.tokens == set()
        assert client.get("/", follow_redirects=False).status_code == 303


def test_a_wrong_password_is_said_without_saying_which_half_was_wrong(app: Litestar) -> None:
    with TestClient(app, cookies={"fondaco_language": "en"}) as client:
        token = csrf_of(client.get("/sign-in").text)
        form = {"email": "a@b.example", "password": "wrong", "_csrf_token": token}
        answer = client.post("/sign-in", data=form)
        assert answer.status_code == 401
        assert "E-mail address or password is wrong." in answer.text
        assert "fondaco_storefront" not in client.cookies


@pytest.mark.parametrize("token", ["", "0" * 64, form_token("another browser")])
def test_a_form_that_is_not_ours_changes_nothing(app: Litestar, api: ScriptedApi, token: str) -> None:
    with TestClient(app) as client:
        signed_in(client)
        api.asked.clear()
        answer = client.post("/sign-out", data={"_csrf_token": token}, follow_redirects=False)
        assert answer.status_code == 403
        assert ("DELETE", "/v1/sessions/current") not in api.asked
        assert client.get("/").status_code == 200


def test_a_form_from_another_site_changes_nothing_even_with_the_token(app: Litestar, api: ScriptedApi) -> None:
    with TestClient(app) as client:
        signed_in(client)
        token = csrf_of(client.get("/").text)
        headers = {"Sec-Fetch-Site": "cross-site"}
        assert client.post("/sign-out", data={"_csrf_token": token}, headers=headers).status_code == 403
        assert api.tokens == {"good"}


def test_language_and_colours_are_kept_in_the_browser(app: Litestar) -> None:
    with TestClient(app) as client:
        page = client.get("/sign-in", headers={"Accept-Language": "en"})
        assert '<html lang="en" data-scheme="auto">' in page.text
        form = {"language": "de", "_csrf_token": csrf_of(page.text)}
        answer = client.post("/preferences", data=form, headers={"Referer": "http://testserver.local/sign-in?next=%2F"})
        assert '<html lang="de"' in answer.text
        form = {"scheme": "dark", "_csrf_token": csrf_of(answer.text)}
        client.post("/preferences", data=form)
        assert 'data-scheme="dark"' in client.get("/sign-in").text


def test_every_page_has_a_strict_policy_and_is_not_stored(app: Litestar) -> None:
    with TestClient(app) as client:
        headers = client.get("/sign-in").headers
        assert headers["content-security-policy"] == POLICY
        assert "unsafe" not in POLICY
        assert headers["cache-control"] == "no-store"
        style = re.search(r'href="(/static/app\.[^"]+\.css)"', client.get("/sign-in").text)
        assert style
        sheet = client.get(style[1])
        assert "immutable" in sheet.headers["cache-control"]
        assert "--paper" in sheet.text
        assert client.get("/static/nothing.css").status_code == 404


@pytest.mark.parametrize(
    ("what", "status", "words"),
    [
        ("conflict", 409, "This cart has already been ordered."),
        ("down", 503, "The system does not answer."),
        ("fault", 500, "Something went wrong on our side"),
        ("lines", 422, "The minimum order quantity is 1,000 pieces."),
    ],
)
def test_what_went_wrong_is_said_in_words(app: Litestar, what: str, status: int, words: str) -> None:
    with TestClient(app, cookies={"fondaco_language": "en"}) as client:
        signed_in(client)
        answer = client.get(f"/broken/{what}")
        assert answer.status_code == status
        assert words in answer.text
        assert "secret inside" not in answer.text
        fragment = client.get(f"/broken/{what}", headers={"Fondaco-Fragment": "main"})
        assert (fragment.status_code, fragment.text) == (status, "")
        assert fragment.headers["fondaco-toast"]


def test_an_unknown_address_is_a_page_of_ours(app: Litestar) -> None:
    with TestClient(app, cookies={"fondaco_language": "de"}) as client:
        answer = client.get("/nowhere")
        assert answer.status_code == 404
        assert "Diese Seite gibt es nicht" in answer.text
        assert answer.headers["content-security-policy"] == POLICY


@given(st.text() | st.sampled_from(["//evil.example", "/\\evil.example", "https://evil.example", "javascript:x"]))
def test_the_way_back_never_leaves_the_site(address: str) -> None:
    path = own_path(address)
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
