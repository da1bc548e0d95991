"""Against forged forms: a token that only our own pages know, derived from the session, so nothing is stored.

For programs whose session lives in a cookie. The API itself takes bearer tokens only and needs none.
"""

import hmac
import secrets
from hashlib import sha256
from urllib.parse import urlsplit

from fondaco.kernel.errors import Forbidden

FIELD = "csrf_token"
HEADER = "x-csrf-token"


class ForgedRequest(Forbidden):
    """A changing request without the token of our own pages, or from another site."""

    code = "web.forged_request"
    title = "This form is too old or not ours; load the page again."


def new_secret() -> bytes:
    """Make the key of one process or installation."""
    return secrets.token_bytes(32)


def token(*, secret: bytes, session: str) -> str:
    """Make the token for the pages of one session (for visitors: of the random value in their cookie)."""
    salt = secrets.token_hex(8)
    return f"{salt}.{_seal(secret, salt, session)}"


def demand(*, secret: bytes, session: str, given: str | None, origin: str | None, host: str) -> None:
    """Refuse a changing request whose token does not fit the session or whose Origin is another site."""
    if origin and origin != "null" and urlsplit(origin).netloc != host:
        raise ForgedRequest
    salt, _, seal = (given or "").partition(".")
    if not salt or not hmac.compare_digest(seal.encode(), _seal(secret, salt, session).encode()):
        raise ForgedRequest


def _seal(secret: bytes, salt: str, session: str) -> str:
    return hmac.new(secret, f"{salt}\n{session}".encode(), sha256).hexdigest()
