"""Versions: the ETag says which state was read, If-Match says which state is changed; a stale one is refused."""

import re
from typing import Annotated, TypeVar

from litestar import Response
from litestar.params import HeaderParameter

from fondaco.kernel.errors import Conflict, Invalid

Answer = TypeVar("Answer")
_TAG = re.compile(r'^(?:W/)?"(\d{1,15})"$')


class StaleVersion(Conflict):
    """Somebody changed it since it was read."""

    code = "web.stale_version"
    title = "It was changed meanwhile; read it again."


class BadVersion(Invalid):
    """If-Match does not hold an ETag that this API gave."""

    code = "web.bad_version"
    title = "If-Match must hold the ETag of the last answer."


def etag(version: int) -> str:
    """Write a version as an ETag."""
    return f'"{version}"'


def versioned(answer: Answer, version: int) -> Response[Answer]:
    """Answer with the ETag of the version."""
    return Response(answer, headers={"ETag": etag(version)})


def demand(*, expected: int, actual: int) -> None:
    """Refuse the change of a state that is not the one which was read."""
    if expected != actual:
        raise StaleVersion(expected=expected, actual=actual)


def expected_version(
    if_match: Annotated[
        str,
        HeaderParameter(name="If-Match", description="The ETag of the state you read.", max_length=40),
    ],
) -> int:
    """Dependency: the version in If-Match, which the route requires."""
    found = _TAG.match(if_match.strip())
    if found is None:
        raise BadVersion(got=if_match[:40])
    return int(found.group(1))
