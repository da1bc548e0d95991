"""What the generated client stands on: tokens, organisations, bodies, refusals."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self, TypedDict, TypeVar
from urllib.parse import quote, urlencode
from uuid import uuid4

import msgspec

from fondaco.apps.client.transport import Answer, Headers, StreamRefused, Transport, Unreachable

Wanted = TypeVar("Wanted")
_ENCODER = msgspec.json.Encoder()
_FIRST_REFUSAL = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to send."""

    name: str
    content: bytes
    media_type: str = "application/octet-stream"


class ApiProblem(Exception):  # noqa: N818 - an answer, not a fault
    """The API refused; `code` is stable, `problems` name the bad parts by JSON pointer."""

    def __init__(self, status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.code: str = str(body.get("code") or body.get("error") or "")
        self.title: str = str(body.get("title") or body.get("error") or "")
        self.detail: str = str(body.get("detail") or body.get("error_description") or "")
        self.problems: list[dict[str, Any]] = list(body.get("problems") or [])
        self.facts: dict[str, Any] = dict(body.get("facts") or {})
        self.headers = dict(headers or {})
        super().__init__(f"{status} {self.code}: {self.detail}")


class ApiUnavailable(ApiProblem):
    """The API, or a part it needs, does not answer now."""


class BaseClient:
    """One caller of the API: a transport, a token, and the organisation it works for."""

    def __init__(
        self,
        transport: Transport,
        *,
        token: str | None = None,
        organisation: str | None = None,
        extra: Headers = (),
    ) -> None:
        self._transport = transport
        self._token = token
        self._organisation = organisation
        self._extra = tuple(extra)
        own = [(b"accept", b"application/json")]
        if token:
            own.append((b"authorization", b"Bearer " + token.encode("latin-1", "replace")))
        if organisation:
            own.append((b"fondaco-organisation", organisation.encode("latin-1", "replace")))
        self._headers = (*own, *self._extra)

    def with_token(self, token: str | None, *, organisation: str | None = None) -> Self:
        """Return a client of the same transport for another caller."""
        return type(self)(self._transport, token=token, organisation=organisation, extra=self._extra)

    def acting_for(self, organisation: str | None) -> Self:
        """Return a client that works for another organisation (`org_…`)."""
        return type(self)(self._transport, token=self._token, organisation=organisation, extra=self._extra)

    async def close(self) -> None:
        """Let the connections go."""
        await self._transport.close()

    async def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str | None] | None = None,
        body: bytes = b"",
        media_type: str = "",
    ) -> Answer:
        """Send one request; raise what the API refuses as `ApiProblem`."""
        sent = list(self._headers)
        if body:
            sent.append((b"content-type", media_type.encode()))
        for name, value in (headers or {}).items():
            if value is not None:
                sent.append((name.lower().encode(), value.encode("latin-1", "replace")))
        try:
            answer = await self._transport.send(method, path, query_text(query), sent, body)
        except Unreachable as error:
            raise ApiUnavailable(503, {"code": "client.unreachable", "detail": str(error)}) from error
        if answer.status >= _FIRST_REFUSAL:
            raise problem_of(answer)
        return answer

    async def stream(self, path: str, *, query: Mapping[str, Any] | None = None) -> AsyncIterator[bytes]:
        """Yield the parts of a stream as they come."""
        try:
            async for part in self._transport.stream(path, query_text(query), self._headers):
                yield part
        except StreamRefused as refused:
            raise problem_of(refused.answer) from None
        except Unreachable as error:
            raise ApiUnavailable(503, {"code": "client.unreachable", "detail": str(error)}) from error


def problem_of(answer: Answer) -> ApiProblem:
    """Read a refusal."""
    try:
        body = msgspec.json.decode(answer.body, type=dict[str, Any])
    except msgspec.MsgspecError:
        body = {"code": f"http.{answer.status}", "detail": "The answer is no problem+json."}
    kind = ApiUnavailable if answer.status == 503 else ApiProblem  # noqa: PLR2004 - HTTP's number
    return kind(answer.status, body, answer.headers)


def query_text(query: Mapping[str, Any] | None) -> str:
    """Write query parameters; None is left out, a sequence repeats its name."""
    if not query:
        return ""
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        if value is None or value is msgspec.UNSET:
            continue
        many: Iterable[Any] = value if isinstance(value, list | tuple | set | frozenset) else (value,)
        pairs += [(name, _text(part)) for part in many]
    return urlencode(pairs)


def path_part(value: object) -> str:
    """Write one part of a path."""
    return quote(_text(value), safe="")


def new_key(key: str | None) -> str:
    """Return the Idempotency-Key given, or a new one."""
    return key or uuid4().hex


def version_tag(version: int | None) -> str | None:
    """Write the version one read as If-Match wants it; None asks for no comparison where the API lets one."""
    return None if version is None else f'"{version}"'


def json_body(value: object) -> bytes:
    """Write a body as JSON."""
    return _ENCODER.encode(value)


def form_body(value: object) -> bytes:
    """Write a body as a form."""
    fields: dict[str, Any] = msgspec.to_builtins(value)
    return query_text(fields).encode()


class Body(TypedDict):
    """A body and what it is."""

    body: bytes
    media_type: str


def multipart(files: Mapping[str, Upload], fields: Mapping[str, str] | None = None) -> Body:
    """Write files as multipart/form-data."""
    boundary = uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in (fields or {}).items()
    ]
    for name, file in files.items():
        safe = file.name.replace('"', "'").replace("\r", " ").replace("\n", " ")
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{safe}"\r\n'
            f"Content-Type: {file.media_type}\r\n\r\n"
        )
        parts.append(head.encode() + file.content + b"\r\n")
    parts.append(f"--{boundary}--\r\n".encode())
    return Body(body=b"".join(parts), media_type=f"multipart/form-data; boundary={boundary}")


def _text(value: object) -> str:
    if value is True or value is False:
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else str(value)
