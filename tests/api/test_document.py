"""The OpenAPI document: complete, and the client in the repository is written from it."""

import json
from copy import copy
from pathlib import Path

import msgspec
import pytest
from litestar import get, post

from fondaco.apps.client import generate
from fondaco.platform.web.access import RouteWithoutRule, Rule


@pytest.fixture(scope="module")
def document() -> dict:
    return generate.current_document()


def operations(document: dict) -> list[tuple[str, str, dict]]:
    return [(path, method, o) for path, methods in document["paths"].items() for method, o in methods.items()]


def test_the_client_in_the_repository_is_up_to_date(document: dict) -> None:
    assert generate.TARGET.read_text() == generate.source(document), "run `fondaco client generate`"


def test_every_operation_says_what_it_is_who_may_call_it_and_what_it_answers(document: dict) -> None:
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        assert operation["operationId"], where
        assert operation["summary"], where
        assert operation["tags"], where
        assert operation["security"] == [] or operation["responses"]["401"], where
        problems = [answer for status, answer in operation["responses"].items() if status >= "400"]
        assert all(answer["content"] for answer in problems), where


def test_operation_ids_are_unique_and_good_names_of_methods(document: dict) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))
    assert all(id.isidentifier() and id.islower() for id in ids)


# Tokens and codes are told once: an answer that is kept for a second call would keep them in clear.
TOLD_ONCE = {"/v1/sessions", "/v1/acting-codes", "/v1/acting-sessions"}


def test_every_creating_post_demands_an_idempotency_key(document: dict) -> None:
    for path, method, operation in operations(document):
        if method == "post" and "201" in operation["responses"] and path not in TOLD_ONCE:
            names = [p["name"] for p in operation["parameters"] if p["required"]]
            assert "Idempotency-Key" in names, path


def test_bodies_have_examples(document: dict) -> None:
    schemas = document["components"]["schemas"]
    without = []
    for path, method, operation in operations(document):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            name = content["schema"].get("$ref", "").rsplit("/", maxsplit=1)[-1]
            if name and not _example(schemas, name, set()):
                without.append(f"{method} {path}: {name}")
    assert without == []


def test_no_bound_of_a_number_is_lost() -> None:
    """Litestar drops a `Meta` inside of `FromQuery[…]` without a word; such a bound would be neither said nor kept."""
    from fondaco.apps.api import ROOMS, room_routes

    # Asked of copies: a handler keeps its signature once asked, and could then be composed into no further application.
    lost = [
        f"{handler.operation_id}: {name}"
        for handler in room_routes(ROOMS)
        for name, field in copy(handler).parsed_fn_signature.parameters.items()
        if _has_limit(field.raw)
    ]
    assert lost == []


def test_a_route_that_says_nothing_about_who_may_call_it_is_refused() -> None:
    @get("/x", sync_to_thread=False)
    def silent() -> None: ...

    @post("/x", opt={"public": True, "permission": "orders.view"}, sync_to_thread=False)
    def both() -> None: ...

    for handler in (silent, both):
        with pytest.raises(RouteWithoutRule):
            Rule(dict(handler.opt), "x")


def test_the_document_is_json_and_openapi_3_1(document: dict) -> None:
    assert document["openapi"].startswith("3.1")
    assert json.loads(msgspec.json.encode(document)) == document
    assert Path(generate.TARGET).name == "generated.py"


def _example(schemas: dict, name: str, seen: set[str]) -> bool:
    if name in seen:
        return False
    text = json.dumps(schemas[name])
    if '"examples"' in text or '"default"' in text or '"enum"' in text:
        return True
    inner = [part.rsplit("/", maxsplit=1)[-1].split('"')[0] for part in text.split('"$ref": "')[1:]]
    return any(_example(schemas, part.split("/")[-1], seen | {name}) for part in inner)


def _has_limit(raw: object) -> bool:
    from typing import get_args

    inner = [part for part in get_args(raw) if isinstance(part, msgspec.Meta)]
    limits = ("gt", "ge", "lt", "le")
    parameter = any(type(part).__name__ == "QueryParameter" for part in get_args(raw))
    return parameter and any(getattr(meta, limit) is not None for meta in inner for limit in limits)


def test_the_wall_has_an_entry_for_every_operation(document: dict) -> None:
    """The wall itself takes long; that a new route has no entry is told at once."""
    from tests.wall.test_wall import WALL

    assert {operation["operationId"] for _, _, operation in operations(document)} == set(WALL)
