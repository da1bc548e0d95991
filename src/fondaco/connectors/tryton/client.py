"""Calls to one Tryton over JSON-RPC: session, time limits, repetition of reads, and failures told apart.

A read may be repeated and is, twice. A write is sent once: when no whole answer comes back, whether it was carried
out is not known, and only the caller can find out by looking.
"""

import base64
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import httpx

from fondaco.connectors.tryton import wire
from fondaco.connectors.tryton.errors import (
    TrytonLoginRefused,
    TrytonOvertaken,
    TrytonRefused,
    TrytonUncertain,
    TrytonUnreachable,
    UnexpectedAnswer,
)
from fondaco.connectors.tryton.types import TrytonSettings
from fondaco.kernel.errors import Refusal

ATTEMPTS_TO_READ = 3
_OK, _UNAUTHORIZED, _FORBIDDEN, _TOO_MANY, _SERVER = 200, 401, 403, 429, 500
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

Context = Mapping[str, Any]
Row = dict[str, Any]


@dataclass
class _Line:
    """The connections to one Tryton, and the session that is open over them."""

    http: httpx.Client
    lock: threading.Lock = field(default_factory=threading.Lock)
    session: tuple[str, Row] | None = None


class TrytonClient:
    """One user's line to one Tryton; may be shared by threads."""

    def __init__(self, *, settings: TrytonSettings, over: "_Line | None" = None, until: float | None = None) -> None:
        self.settings = settings
        patience = httpx.Timeout(float(settings.patience), connect=float(settings.connect))
        self._line = over or _Line(httpx.Client(timeout=patience, headers={"Content-Type": "application/json"}))
        self._until = until
        self._path = f"{settings.url.rstrip('/')}/{settings.database}/rpc/"

    def close(self) -> None:
        """Close the connections; the session in Tryton ends by itself."""
        self._line.http.close()

    def within(self, seconds: float) -> "TrytonClient":
        """Return the same line for somebody who waits so many seconds from now on, for all calls: they are tried once.

        Signing in may take longer: the next one finds it done.
        """
        return TrytonClient(settings=self.settings, over=self._line, until=time.monotonic() + seconds)

    def __enter__(self) -> Self:
        """Use the line in a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @property
    def context(self) -> Row:
        """Return the user's own context (company, language), which goes with every call."""
        return self._signed_in()[1]

    def search_read(
        self,
        *,
        model: str,
        domain: Sequence[Any],
        fields: Sequence[str],
        order: Sequence[tuple[str, str]] = (("id", "ASC"),),
        limit: int | None = None,
        context: Context | None = None,
    ) -> list[Row]:
        """Read the records of a model that fit the domain."""
        parameters = [domain, 0, limit, order, fields]
        return self._rows(self.read_call(method=f"model.{model}.search_read", parameters=parameters, context=context))

    def read(
        self, *, model: str, ids: Sequence[int], fields: Sequence[str], context: Context | None = None
    ) -> list[Row]:
        """Read these records."""
        return self._rows(self.read_call(method=f"model.{model}.read", parameters=[list(ids), fields], context=context))

    def read_call(self, *, method: str, parameters: Sequence[Any], context: Context | None = None) -> Any:  # noqa: ANN401 - whatever the method returns
        """Call a method that changes nothing; repeat it when the line fails."""
        for _ in range(ATTEMPTS_TO_READ - 1 if self._until is None else 0):
            try:
                return self._call(method, parameters, context)
            except (TrytonUnreachable, TrytonUncertain):
                continue
        return self._call(method, parameters, context)

    def write_call(self, *, method: str, parameters: Sequence[Any], context: Context | None = None) -> Any:  # noqa: ANN401 - whatever the method returns
        """Call a method that changes something, once."""
        return self._call(method, parameters, context)

    def _call(self, method: str, parameters: Sequence[Any], context: Context | None) -> Any:  # noqa: ANN401
        for fresh in (False, True):
            session, own = self._signed_in(fresh=fresh)
            body = {"id": 1, "method": method, "params": [*parameters, own | dict(context or {})]}
            try:
                return self._post(body, {"Authorization": f"Session {session}"}, self._patience(method))
            except _SessionEndedError:
                continue  # Tryton looks at the session before anything else: nothing was done
        raise TrytonLoginRefused(method=method, user=self.settings.user)

    def _signed_in(self, *, fresh: bool = False) -> tuple[str, Row]:
        with self._line.lock:
            if self._line.session is None or fresh:
                name = self.settings.user
                login = {
                    "id": 0,
                    "method": "common.db.login",
                    "params": [name, {"password": self.settings.password}],
                }
                try:
                    user, token, *_ = self._post(login, {})
                except _SessionEndedError:
                    raise TrytonLoginRefused(user=name) from None
                session = base64.b64encode(f"{name}:{user}:{token}".encode()).decode()
                ask = {"id": 0, "method": "model.res.user.get_preferences", "params": [True, {}]}
                context = self._post(ask, {"Authorization": f"Session {session}"})
                # Words and number formats of the user's screen are of no use here.
                context.pop("locale", None)
                self._line.session = session, context
            return self._line.session

    def _patience(self, method: str) -> float | httpx.Timeout:
        if self._until is None:
            return self._line.http.timeout
        left = self._until - time.monotonic()
        if left <= 0:
            raise TrytonUnreachable(method=method, reason="no time left")
        return left

    def _post(
        self, body: Mapping[str, Any], headers: Mapping[str, str], patience: float | httpx.Timeout | None = None
    ) -> Any:  # noqa: ANN401
        method, timeout = str(body["method"]), patience or self._line.http.timeout
        try:
            answer = self._line.http.post(self._path, content=wire.encode(body), headers=headers, timeout=timeout)
        except _NOT_SENT as error:
            raise TrytonUnreachable(method=method, reason=type(error).__name__) from error
        except httpx.HTTPError as error:
            raise TrytonUncertain(method=method, reason=type(error).__name__) from error
        if answer.status_code == _UNAUTHORIZED:
            raise _SessionEndedError
        if answer.status_code in {_FORBIDDEN, _TOO_MANY}:
            raise TrytonLoginRefused(method=method, status=answer.status_code)
        if answer.status_code >= _SERVER:
            raise TrytonUncertain(method=method, status=answer.status_code)
        try:
            found = wire.decode(answer.content)
        except (ValueError, TypeError, ArithmeticError) as error:
            raise TrytonUncertain(method=method, reason="not JSON", status=answer.status_code) from error
        if answer.status_code != _OK or not isinstance(found, dict) or not found.keys() & {"result", "error"}:
            raise TrytonUncertain(method=method, reason="no answer to a call", status=answer.status_code)
        if "error" in found:
            raise _refusal(method, found["error"])
        return found["result"]

    def _rows(self, found: Any) -> list[Row]:  # noqa: ANN401
        if not isinstance(found, list) or not all(isinstance(row, dict) and "id" in row for row in found):
            raise UnexpectedAnswer(expected="rows with ids")
        return found


class _SessionEndedError(Exception):
    pass


def _refusal(method: str, error: Any) -> Refusal:  # noqa: ANN401
    """Tell what Tryton raised; what it did not mean to raise leaves the outcome open."""
    match error:
        case ["UserError", [message, *_]] | ["UserWarning", [_, message, *_]]:
            return TrytonRefused(str(message), method=method)
        case ["ConcurrencyException", *_]:
            return TrytonOvertaken(method=method)
        case ["LoginException", *_]:
            return TrytonLoginRefused(method=method)
        case [message, *_]:
            return TrytonUncertain(method=method, reason=str(message)[:200])
        case _:
            return TrytonUncertain(method=method, reason="unknown error")
