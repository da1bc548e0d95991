import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from fondaco.platform import logs
from fondaco.platform.logs import MASK, without_personal_data

PERSONAL = [
    "email", "contact_email", "e_mail", "firstName", "last_name", "phone", "mobile", "street", "postcode", "password",
    "new_password", "access_token", "authorization", "set-cookie", "session", "ip", "client_ip", "userAgent", "apiKey",
]  # fmt: skip


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    logs.configure(level="INFO", format="json", stream=stream)
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def written(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_with_moment_level_and_facts(lines: io.StringIO) -> None:
    structlog.get_logger("fondaco.orders").info("order placed", order="ord_1", lines=3)
    [line] = written(lines)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "order placed", "level": "info", "logger": "fondaco.orders", "order": "ord_1", "lines": 3}


def test_the_standard_librarys_lines_look_the_same(lines: io.StringIO) -> None:
    logging.getLogger("sqlalchemy.pool").warning("lost %d connections", 2)
    [line] = written(lines)
    assert (line["event"], line["logger"], line["level"]) == ("lost 2 connections", "sqlalchemy.pool", "warning")


@pytest.mark.parametrize("key", PERSONAL)
def test_values_under_personal_names_are_hidden_at_any_depth(lines: io.StringIO, key: str) -> None:
    structlog.get_logger().info("signed in", **{key: "Erika"}, inner={"list": [{key: "Erika"}]})
    [line] = written(lines)
    assert line[key] == MASK
    assert line["inner"]["list"][0][key] == MASK
    assert "Erika" not in lines.getvalue()


def test_addresses_and_secrets_inside_of_texts_and_tracebacks_are_hidden(lines: io.StringIO) -> None:
    def fail() -> None:
        raise ValueError("no such user erika@example.com at postgresql://fondaco:hush@db/x")

    try:
        fail()
    except ValueError:
        structlog.get_logger().exception("mail to erika@example.com", header="Bearer abcdef123456")
    text = lines.getvalue()
    assert "ValueError" in text
    for hidden in ("erika", "hush", "abcdef123456"):
        assert hidden not in text


def test_facts_that_are_no_persons_stay() -> None:
    event = {"event": "loaded", "rows": 3, "seconds": 0.5, "file": "a b.csv", "shipment": "s", "none": None}
    assert without_personal_data(None, "info", dict(event)) == event


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.builds(object),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
    max_leaves=10,
)


@given(value=values, name=st.sampled_from(PERSONAL), secret=st.uuids().map(str))
def test_no_secret_survives_wherever_it_is(value: Any, name: str, secret: str) -> None:
    event = {"event": "x", "facts": [value, {name: secret}], name: secret}
    assert secret not in repr(without_personal_data(None, "info", event))
