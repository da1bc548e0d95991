"""Every role as a real process: it starts, says how it is, and ends in order when it is told to."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg import sql

from fondaco.connectors.files.api import connect, read_mapping
from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.types import Mode, RunState
from fondaco.platform.transaction import Database
from tests.files.builders import NOW, PRODUCTS, products, write
from tests.processes.roles import Role, Starter, locked, look_until, somebody_waits
from tests.support.goods import put_goods
from tests.support.house import PASSWORD, World, build

pytestmark = pytest.mark.slow

PROBLEM = "application/problem+json"
SITES = ("storefront", "console")


@pytest.fixture
def house(database: Database) -> World:
    with database.transaction() as tx:
        world = build(tx)
        world.products = put_goods(tx, world)
    return world


def bearer(world: World, who: str) -> dict[str, str]:
    return {"authorization": f"Bearer {world.tokens[who]}"}


def refused(role: Role, path: str = "/health/ready") -> dict[str, object]:
    answer = role.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (503, PROBLEM), answer.text
    assert answer.json()["code"] == "web.not_ready"
    assert "retry-after" in answer.headers or role.name == "worker"
    return answer.json()["facts"]  # type: ignore[no-any-return]


@contextmanager
def away(server_url: str, database_url: str) -> Iterator[None]:
    """Let the database refuse everybody, as one that is shut down does, and end all sessions with it."""
    name = psycopg.conninfo.conninfo_to_dict(database_url)["dbname"]
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(allow.format(sql.Identifier(str(name)), sql.SQL("false")))
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            connection.execute(allow.format(sql.Identifier(str(name)), sql.SQL("true")))


def test_the_api_is_ready_then_away_with_its_database_and_back(
    start: Starter, server_url: str, database_url: str
) -> None:
    api = start("api").wait_for()
    assert api.get("/health/ready").json()["ready"] is True
    with away(server_url, database_url):
        api.wait_for(status=503)
        assert refused(api) == {"ready": False, "database": False, "migrated": False, "projections": None}
        assert api.get("/health/live").status_code == 200
        figures = api.get("/metrics")
        assert figures.status_code == 200
        assert "fondaco_database_up 0.0" in figures.text
        answer = httpx.post(f"{api.address}/v1/sessions", json={"email": "a@b.example", "password": PASSWORD})
        assert (answer.status_code, answer.headers["content-type"]) == (503, PROBLEM)
        assert answer.json()["code"] == "unavailable"
    api.wait_for()
    assert "fondaco_database_up 1.0" in api.get("/metrics").text
    assert api.stop() == 0


def test_the_api_says_no_once_its_database_was_put_back_to_an_empty_one(start: Starter, database_url: str) -> None:
    api = start("api").wait_for()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("ALTER SCHEMA platform RENAME TO platform_before")
        try:
            api.wait_for(status=503)
            assert refused(api) | {"projections": None} == {
                "ready": False,
                "database": True,
                "migrated": False,
                "projections": None,
            }
        finally:
            connection.execute("ALTER SCHEMA platform_before RENAME TO platform")
    api.wait_for()
    assert api.stop() == 0


@pytest.mark.parametrize("name", ["api", "worker"])
def test_a_role_refuses_to_start_on_a_database_that_is_not_migrated(empty: Database, tmp_path: Path, name: str) -> None:
    url = empty.url.set(drivername="postgresql").render_as_string(hide_password=False)
    role = Starter(folder=tmp_path, database_url=url)(name)
    assert role.ended() == 3
    assert "run `fondaco migrate`" in role.log
    assert "Traceback" not in role.log
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'platform'").fetchone() == (0,)


@pytest.mark.parametrize("name", ["api", "worker"])
def test_a_role_refuses_to_start_without_its_database_and_tells_no_password(tmp_path: Path, name: str) -> None:
    role = Starter(folder=tmp_path, database_url="postgresql://erika:hush@127.0.0.1:1/none")(name)
    assert role.ended() == 3
    assert "The database does not answer" in role.log
    assert "Traceback" not in role.log
    assert "hush" not in role.log


@pytest.mark.parametrize("name", SITES)
def test_a_site_is_as_ready_as_the_api_behind_it(start: Starter, name: str) -> None:
    api = start("api").wait_for()
    site = start(name, api_url=api.address).wait_for()
    assert site.get("/health/live").json() == {"status": "live"}
    assert site.get("/sign-in").status_code == 200
    assert api.stop() == 0
    site.wait_for(status=503)
    assert refused(site) == {"api": False}
    assert site.get("/health/live").status_code == 200
    assert site.stop() == 0


def test_the_worker_tells_how_it_is(start: Starter, server_url: str, database_url: str) -> None:
    worker = start("worker").wait_for()
    assert worker.get("/health/live").json() == {"status": "live"}
    look_until(lambda: 'fondaco_jobs{status="todo"} 0.0' in worker.get("/metrics").text, "figures")
    assert worker.get("/customers?email=erika@example.com").status_code == 404
    with away(server_url, database_url):
        worker.wait_for(status=503)
        assert set(refused(worker)) == {"failing"}
        assert "fondaco_database_up 0.0" in worker.get("/metrics").text
    worker.wait_for()
    assert worker.stop() == 0
    assert "erika" not in worker.log


def test_a_request_under_way_is_answered_before_the_api_ends(start: Starter, database_url: str, house: World) -> None:
    api = start("api").wait_for()
    with ThreadPoolExecutor() as pool:
        with locked(database_url, "accounts.contact") as held:
            asked = pool.submit(
                httpx.post,
                f"{api.address}/v1/sessions",
                json={"email": "red-buyer@x.example", "password": PASSWORD},
                timeout=60,
            )
            look_until(lambda: somebody_waits(held), "the request to reach the database")
            api.tell_to_stop()
            look_until(lambda: "Stopping worker-1" in api.log, "the signal to be taken")
            assert not asked.done()
        answer = asked.result()
    assert answer.status_code == 201, answer.text
    assert api.ended() == 0
    with psycopg.connect(database_url) as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s"
        assert connection.execute(query, ["fondaco-api"]).fetchone() == (0,)


@pytest.mark.parametrize("name", SITES)
def test_a_page_under_way_is_served_before_the_site_ends(
    start: Starter, database_url: str, house: World, name: str
) -> None:
    api = start("api").wait_for()
    site = start(name, api_url=api.address).wait_for()
    with ThreadPoolExecutor() as pool:
        with locked(database_url, "accounts.session") as held:
            asked = pool.submit(site.get, "/", headers={"cookie": f"fondaco_{name}=fds_{'0' * 32}"})
            look_until(lambda: somebody_waits(held) or asked.done(), "the page to reach the database")
            assert not asked.done(), asked.result().text[:300]
            site.tell_to_stop()
            look_until(lambda: "Stopping worker-1" in site.log, "the signal to be taken")
            assert not asked.done()
        answer = asked.result()
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2F")
    assert site.ended() == 0
    assert api.stop() == 0


def test_an_open_stream_of_changes_does_not_keep_the_api_from_ending(start: Starter, house: World) -> None:
    from fondaco.kernel.ids import public_id

    api = start("api").wait_for()
    product = public_id("prd", house.products["BOLT-8"])
    url = f"{api.address}/v1/changes?products={product}"
    with httpx.stream("GET", url, headers=bearer(house, "red-buyer"), timeout=10) as stream:
        assert stream.status_code == 200
        parts = stream.iter_bytes()
        assert b"open" in next(parts)
        api.tell_to_stop()
        # It ends by itself: the test neither closes the stream nor waits for a heartbeat.
        rest = b"".join(parts)
    assert b"still here" not in rest
    assert api.ended() == 0


def test_an_open_page_does_not_keep_the_storefront_from_ending(start: Starter, house: World) -> None:
    from fondaco.kernel.ids import public_id

    api = start("api").wait_for()
    site = start("storefront", api_url=api.address).wait_for()
    url = f"{site.address}/changes?products={public_id('prd', house.products['BOLT-8'])}"
    cookie = {"cookie": f"fondaco_storefront={house.tokens['red-buyer']}"}
    with httpx.stream("GET", url, headers=cookie, timeout=10) as stream:
        assert stream.status_code == 200
        parts = stream.iter_bytes()
        assert b"open" in next(parts)
        site.tell_to_stop()
        assert b"still here" not in b"".join(parts)
    assert site.ended() == 0
    assert api.stop() == 0


def test_a_run_under_way_is_ended_before_the_worker_ends(
    start: Starter, database: Database, database_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    write(folder, "A1;Mutter;1", "A2;Bolzen;2")
    connection = connect(database=database, mapping=read_mapping(PRODUCTS), text=PRODUCTS, folder=folder)
    worker = start("worker").wait_for()
    with locked(database_url, "catalog.product") as held:
        with database.transaction() as tx:
            run = intake.request_run(
                tx=tx, connection=connection.id, mode=Mode.FULL, dry_run=False, requested_by="tests", as_of=NOW
            )
        look_until(lambda: somebody_waits(held), "the run to reach the products")
        worker.tell_to_stop()
        # Its health is the first thing to go: nobody is to count on it any more.
        look_until(lambda: worker.status("/health/live") == 0, "the signal to be taken")
        assert worker.process.poll() is None
    assert worker.ended() == 0
    with database.transaction() as tx:
        assert intake.run(tx=tx, id=run.id).state is RunState.SUCCEEDED
    assert set(products(database)) == {"A1", "A2"}


def test_figures_count_requests_by_operation_and_name_nobody(start: Starter, house: World) -> None:
    api = start("api").wait_for()
    secret = "erika.mustermann@example.com"
    for path in (f"/v1/products?q={secret}", f"/v1/organisations/{house.org('red')}", f"/wp-admin/{secret}"):
        api.get(path, headers=bearer(house, "red-buyer") | {"x-request-id": "abc"})
    for method in ("ERIKA", "MUSTERMANN", "GET"):
        httpx.request(method, f"{api.address}/v1/openapi.json")
    text = api.get("/metrics").text
    counted = re.findall(r"^fondaco_http_requests_total\{(.*)\} (.*)$", text, re.MULTILINE)
    by_operation = {dict(re.findall(r'(\w+)="(.*?)"', labels))["operation"]: float(n) for labels, n in counted}
    assert by_operation["organisation"] == 1
    found = {label for labels, _ in counted for label in re.findall(r'(\w+)="', labels)}
    assert found == {"operation", "method", "status"}
    assert {dict(re.findall(r'(\w+)="(.*?)"', labels))["method"] for labels, _ in counted} == {"GET", "OTHER"}
    hidden = (secret, "erika", "ERIKA", "wp-admin", "/v1/", house.org("red"), "red-buyer", "127.0.0.1")
    assert [one for one in hidden if one in text] == []
    assert api.stop() == 0
    assert [one for one in (secret, "wp-admin", house.org("red"), "red-buyer") if one in api.log] == []


def test_a_role_that_ends_last_stops_the_embedded_database(tmp_path: Path) -> None:
    starter = Starter(folder=tmp_path, database_url=None)
    try:
        api = starter("api").wait_for()
        home = tmp_path / "home"
        assert (home / "postgres" / "postmaster.pid").exists()
        assert api.stop() == 0
        assert not (home / "postgres" / "postmaster.pid").exists()
    finally:
        starter.end()


def test_an_api_that_is_told_to_stop_while_it_loads_does_so(start: Starter, database_url: str, house: World) -> None:
    with locked(database_url, "catalog.product") as held:
        api = start("api")
        look_until(lambda: somebody_waits(held), "the load of the products")
        api.tell_to_stop()
        look_until(lambda: "Shutting down" in api.log, "the signal to be taken")
    assert api.ended() == 0
    assert "Started worker-1" not in api.log


def test_lines_of_a_role_are_json(start: Starter, house: World) -> None:
    api = start("api").wait_for()
    api.get(f"/v1/organisations/{house.org('red')}", headers=bearer(house, "red-buyer"))
    # The line is written after the answer was sent: by the end it is there.
    assert api.stop() == 0
    lines = [json.loads(line) for line in api.log.splitlines() if line.startswith("{")]
    [line] = [line for line in lines if line.get("operation") == "organisation"]
    assert (line["status"], line["method"]) == (200, "GET")
