"""Idempotency-Key: a repeated request gets the first answer again and does nothing a second time.

The key, a fingerprint of the request and the answer are stored in the transaction of the work itself, so there is no
moment at which one exists without the other. A refused request leaves no trace: it may be repeated with the same key.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Request, Response
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import HeaderParameter
from sqlalchemy import text

from fondaco.kernel.actor import Actor
from fondaco.kernel.errors import Invalid
from fondaco.platform.transaction import Database, Tx

Answer = TypeVar("Answer")
_ENCODER = msgspec.json.Encoder()
_TAKE = text("""
    INSERT INTO platform.idempotency_key (actor, key, fingerprint) VALUES (:actor, :key, :fingerprint)
    ON CONFLICT DO NOTHING RETURNING key
""")
_KEPT = text("""
    SELECT fingerprint, status, headers, body FROM platform.idempotency_key WHERE actor = :actor AND key = :key
""")
_KEEP = text("""
    UPDATE platform.idempotency_key SET status = :status, headers = CAST(:headers AS jsonb), body = :body
    WHERE actor = :actor AND key = :key
""")


class IdempotencyKeyReused(Invalid):
    """The same key came with another request."""

    code = "web.idempotency_key_reused"
    title = "This Idempotency-Key was used for another request."


class Once:
    """One creating request: runs its work in a transaction, exactly once per actor and key."""

    def __init__(self, *, database: Database, actor: str, key: str, fingerprint: str) -> None:
        self._database = database
        self._actor = actor
        self._key = key
        self._fingerprint = fingerprint

    def run(
        self,
        work: Callable[[Tx], Answer],
        *,
        status: int = 201,
        headers: Callable[[Answer], dict[str, str]] | None = None,
        stored: Callable[[Answer], Answer] | None = None,
    ) -> Response[Any]:
        """Do the work and answer its result, or give the stored answer again.

        `stored` changes what is kept for repeats: secrets are shown once and never stored.
        """
        with self._database.transaction() as tx:
            mine = {"actor": self._actor, "key": self._key}
            if tx.execute(_TAKE, mine | {"fingerprint": self._fingerprint}).first() is None:
                row = tx.execute(_KEPT, mine).one()
                if row.fingerprint != self._fingerprint:
                    raise IdempotencyKeyReused
                kept = dict(row.headers or {}) | {"Idempotency-Replayed": "true"}
                return Response(bytes(row.body), status_code=row.status, headers=kept, media_type="application/json")
            answer = work(tx)
            extra = headers(answer) if headers else {}
            body = _ENCODER.encode(stored(answer) if stored else answer)
            tx.execute(_KEEP, mine | {"status": status, "headers": _ENCODER.encode(extra).decode(), "body": body})
            if stored:
                body = _ENCODER.encode(answer)
        return Response(body, status_code=status, headers=extra, media_type="application/json")


async def once(
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    idempotency_key: Annotated[
        str,
        HeaderParameter(
            name="Idempotency-Key",
            description="Any text of your own, new for each thing to create; a repeat with it creates nothing twice.",
            min_length=1,
            max_length=200,
            pattern="^[!-~]([ -~]*[!-~])?$",
        ),
    ],
) -> Once:
    """Dependency: the required Idempotency-Key of a creating request."""
    fingerprint = sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    fingerprint.update(request.headers.get("fondaco-organisation", "").encode())
    if request.content_type[0] == RequestEncodingType.MULTI_PART:
        # The body has been read part by part and is gone; what it held stays.
        for name, part in (await request.form()).multi_items():
            fingerprint.update(f"\n{name}\n".encode())
            fingerprint.update(_content(part))
    else:
        fingerprint.update(await request.body())
    return Once(
        database=database,
        actor=str(actor.id or "stranger"),
        key=idempotency_key,
        fingerprint=fingerprint.hexdigest(),
    )


def _content(part: object) -> bytes:
    if not isinstance(part, UploadFile):
        return str(part).encode("utf-8", "surrogatepass")
    content = part.file.read()
    part.file.seek(0)
    return f"{part.filename}\n".encode("utf-8", "surrogatepass") + sha256(content).digest()
