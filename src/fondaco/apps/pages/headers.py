"""Security headers of every page: no script, style or frame that the site did not ship itself."""

from typing import Final

from litestar.datastructures import ResponseHeader

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def security_headers() -> list[ResponseHeader]:
    """Return the headers that go with every answer."""
    return [ResponseHeader(name=name, value=value) for name, value in HEADERS.items()]
