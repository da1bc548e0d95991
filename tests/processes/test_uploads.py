"""Bad uploads to a real API process: refused early with a problem, or set aside by row, and nothing half-done stays."""

import io
import json
import os
import socket
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from psycopg import sql

from fondaco.connectors.files.api import connect, read_mapping
from fondaco.kernel.ids import public_id
from fondaco.platform.transaction import Database
from tests.files.builders import HEAD, PRODUCTS, products, set_aside
from tests.processes.roles import Role, Starter, look_until
from tests.support.house import World, build

pytestmark = pytest.mark.slow

PROBLEM = "application/problem+json"
SHEET = PRODUCTS.replace('{path: "artikel*.csv"}', "artikel.xlsx").replace("system: erp", "system: erp-sheet")
TWO_GIGABYTES = 2 << 30
PIECE = b"A1;Mutter;1\n" * 5461
# What one upload may cost in memory at most, far below its body.
MOST_MEMORY = 200 << 20


@dataclass(frozen=True, kw_only=True)
class Door:
    """An API process, two connections that take files, and a member of staff who may send some."""

    api: Role
    database: Database
    token: str
    connections: dict[str, str]

    def url(self, kind: str) -> str:
        return f"/v1/connections/{self.connections[kind]}/uploads"

    def send(self, name: str, content: bytes, *, kind: str = "csv", key: str = "k1") -> httpx.Response:
        return httpx.post(
            f"{self.api.address}{self.url(kind)}",
            files=[("data", (name, content))],
            headers={"authorization": f"Bearer {self.token}", "idempotency-key": key},
            timeout=60,
        )

    def head(self, *more: str, token: str | None = None) -> bytes:
        lines = [
            f"POST {self.url('csv')} HTTP/1.1",
            f"Host: 127.0.0.1:{self.api.port}",
            f"Authorization: Bearer {token or self.token}",
            "Idempotency-Key: k1",
            "Content-Type: multipart/form-data; boundary=x",
            *more,
        ]
        return "\r\n".join([*lines, "", ""]).encode()


@pytest.fixture
def door(start: Starter, database: Database, tmp_path: Path) -> Door:
    with database.transaction() as tx:
        world: World = build(tx)
    made = {
        kind: connect(database=database, mapping=read_mapping(text), text=text, folder=tmp_path)
        for kind, text in (("csv", PRODUCTS), ("sheet", SHEET))
    }
    return Door(
        api=start("api").wait_for(),
        database=database,
        token=world.tokens["administrator"],
        connections={kind: public_id("cnn", connection.id) for kind, connection in made.items()},
    )


def held(database: Database) -> dict[str, str]:
    """What every table holds, as a fingerprint of its rows."""
    statement = "SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM {} AS t"
    found = {}
    with database.connect() as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for schema, table in tables:
            query = sql.SQL(statement).format(sql.Identifier(schema, table))
            [found[f"{schema}.{table}"]] = connection.execute(query).fetchone() or ("",)
    return found


def workbook(*extra: list[object]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [["NR", "NAME", "MENGE"], ["A1", "Mutter", 1], *extra]:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def bomb() -> bytes:
    made = io.BytesIO(workbook())
    with zipfile.ZipFile(made, "a", compression=zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * (80 << 20))
    return made.getvalue()


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)
REFUSED: list[tuple[str, str, Callable[[], bytes], str, str]] = [
    ("csv", "artikel.csv", lambda: PNG, "files.wrong_type", "PNG picture"),
    ("csv", "artikel.csv", workbook, "files.wrong_type", "packed file"),
    ("sheet", "artikel.xlsx", lambda: b"NR;NAME;MENGE\n", "files.wrong_type", "no XLSX"),
    ("sheet", "artikel.xlsx", bomb, "files.zip_bomb", "out of all proportion"),
    ("sheet", "artikel.xlsx", lambda: workbook(["A2", "Bolzen", "=1+1"]), "files.formula_cells", "sheet1!C3"),
    ("sheet", "artikel.xlsx", lambda: workbook()[:-200], "files.broken", "damaged"),
]


def test_bad_files_are_refused_at_the_door(door: Door) -> None:
    before = held(door.database)
    for kind, name, make, code, words in REFUSED:
        answer = door.send(name, make(), kind=kind)
        assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM), answer.text
        told = answer.json()
        assert told["code"] == code
        assert words in told["detail"]
        [part] = told["problems"]
        assert (part["pointer"], part["code"], part["facts"]["file"]) == ("/data/0", code, name)
        assert held(door.database) == before
    assert door.api.stop() == 0


def test_every_bad_file_of_a_form_is_named(door: Door) -> None:
    before = held(door.database)
    files = [
        ("data", ("artikel.csv", PNG)),
        ("data", ("artikel2.csv", HEAD.encode())),
        ("data", ("artikel3.csv", bomb())),
    ]
    answer = httpx.post(
        f"{door.api.address}{door.url('csv')}",
        files=files,
        headers={"authorization": f"Bearer {door.token}", "idempotency-key": "k1"},
        timeout=60,
    )
    assert answer.status_code == 422
    assert [part["pointer"] for part in answer.json()["problems"]] == ["/data/0", "/data/2"]
    assert held(door.database) == before


def part_of_a_form() -> bytes:
    return b'--x\r\nContent-Disposition: form-data; name="data"; filename="artikel.csv"\r\n\r\n'


def pour(door: Door, head: bytes, pieces: Iterator[bytes]) -> tuple[bytes, int, int]:
    """Send until the API answers or hangs up; return the answer, the bytes taken, and the most memory it held."""
    sent, most = 0, 0
    with socket.create_connection(("127.0.0.1", door.api.port), timeout=60) as line:
        line.sendall(head)
        line.setblocking(False)
        for number, piece in enumerate(pieces):
            if number % 64 == 0:
                most = max(most, door.api.memory)
            rest = memoryview(piece)
            while rest:
                answer = received(line)
                if answer is not None:
                    return answer, sent, most
                try:
                    taken = line.send(rest)
                except BlockingIOError:
                    wait_for_line(line)
                    continue
                except (ConnectionResetError, BrokenPipeError):
                    return b"", sent, most
                sent += taken
                rest = rest[taken:]
        line.setblocking(True)
        return line.recv(65536), sent, most


def received(line: socket.socket) -> bytes | None:
    try:
        return line.recv(65536)
    except BlockingIOError:
        return None
    except ConnectionResetError:
        return b""


def wait_for_line(line: socket.socket) -> None:
    import select

    assert any(select.select([line], [line], [], 60)), "the API neither reads nor answers"


def streamed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def two_gigabytes() -> Iterator[bytes]:
    yield part_of_a_form()
    for _ in range(TWO_GIGABYTES // len(PIECE)):
        yield PIECE
    yield b"\r\n--x--\r\n"


def problem_in(answer: bytes) -> dict[str, Any]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 413"), answer[:500]
    assert f"content-type: {PROBLEM}".encode() in head.lower()
    return json.loads(body)  # type: ignore[no-any-return]


@pytest.mark.parametrize("way", ["announced", "streamed"])
def test_a_body_of_two_gigabytes_is_refused_early(door: Door, way: str) -> None:
    before, memory = held(door.database), door.api.memory
    if way == "announced":
        answer, sent, most = pour(door, door.head(f"Content-Length: {TWO_GIGABYTES}"), two_gigabytes())
        assert sent < 64 << 20
    else:
        answer, sent, most = pour(door, door.head("Transfer-Encoding: chunked"), streamed(two_gigabytes()))
        assert sent < 256 << 20
    told = problem_in(answer)
    assert told["code"] == "web.too_large"
    assert most - memory < MOST_MEMORY
    assert held(door.database) == before
    # It serves on as if nothing had been.
    assert door.send("artikel.csv", HEAD.encode(), key="k2").status_code == 201
    assert door.api.stop() == 0


def test_a_stranger_is_turned_away_before_his_body_is_read(door: Door) -> None:
    head = door.head(f"Content-Length: {TWO_GIGABYTES}", token="fds_nobody")
    before = held(door.database)
    answer, sent, _ = pour(door, head, two_gigabytes())
    assert answer.startswith(b"HTTP/1.1 401"), answer[:300]
    assert sent < 64 << 20
    assert held(door.database) == before


def test_rows_in_a_broken_encoding_are_set_aside_with_their_place(start: Starter, door: Door) -> None:
    content = (HEAD + "A1;Mutter;1\n").encode() + "A2;Größe;1\n".encode("cp1252") + "A3;Größe;x\n".encode()
    answer = door.send("artikel.csv", content)
    assert answer.status_code == 201, answer.text
    worker = start("worker").wait_for()
    run = f"/v1/runs/{answer.json()['run']}"
    bearer = {"authorization": f"Bearer {door.token}"}
    look_until(lambda: door.api.get(run, headers=bearer).json()["state"] not in {"requested", "running"}, "the run")
    assert door.api.get(run, headers=bearer).json()["state"] == "succeeded"
    broken, bad = set_aside(door.database)
    assert (broken.file, broken.line, broken.problem.code) == ("artikel.csv", 3, "files.broken_encoding")
    assert (bad.file, bad.line, bad.problem.column, bad.problem.value, bad.problem.code) == (
        "artikel.csv",
        4,
        "MENGE",
        "x",
        "files.bad_number",
    )
    assert broken.problem.detail
    assert bad.problem.detail
    assert products(door.database) == {"A1": ("Mutter", "1", True)}
    assert worker.stop() == 0


def test_a_caller_who_hangs_up_in_the_middle_leaves_nothing(door: Door) -> None:
    before = held(door.database)
    with socket.create_connection(("127.0.0.1", door.api.port), timeout=60) as line:
        line.sendall(door.head("Content-Length: 1000000") + part_of_a_form() + os.urandom(1000))
    assert door.send("artikel.csv", PNG).status_code == 422
    assert held(door.database) == before
    assert door.api.stop() == 0
