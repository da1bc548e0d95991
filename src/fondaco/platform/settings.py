"""Settings: what may differ between two installations, read once from the environment (`FONDACO_…`)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fondaco.kernel.errors import Invalid

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


class BadSetting(Invalid):
    """An environment variable holds what it cannot hold; the facts name it."""

    code = "platform.bad_setting"
    title = "A setting is not valid."


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one process.

    `worker_port=0` means that the worker serves nothing over HTTP. `database_url=None` means the embedded PostgreSQL under `home`. Nothing is sent anywhere unless
    `otlp_endpoint` says where to, or `vat_register` where VAT numbers are looked up, in the name of `vat_requester`.
    """

    home: Path = field(default_factory=lambda: Path(".fondaco"))
    database_url: str | None = None
    pool_size: int = 10
    host: str = "127.0.0.1"
    api_port: int = 8000
    storefront_port: int = 8001
    console_port: int = 8002
    worker_port: int = 0
    api_url: str | None = None
    storefront_url: str | None = None
    secure_cookies: bool = False
    log_level: str = "INFO"
    log_format: str = "console"
    otlp_endpoint: str | None = None
    vat_register: str | None = None
    vat_requester: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings; refuse a value of the wrong kind and name its variable."""
        given = os.environ if environment is None else environment
        return cls(
            home=Path(given.get("FONDACO_HOME") or ".fondaco").expanduser().absolute(),
            database_url=given.get("FONDACO_DATABASE_URL") or None,
            pool_size=_number(given, "FONDACO_POOL_SIZE", 10),
            host=given.get("FONDACO_HOST") or "127.0.0.1",
            api_port=_number(given, "FONDACO_API_PORT", 8000),
            storefront_port=_number(given, "FONDACO_STOREFRONT_PORT", 8001),
            console_port=_number(given, "FONDACO_CONSOLE_PORT", 8002),
            worker_port=_number(given, "FONDACO_WORKER_PORT", 0),
            api_url=given.get("FONDACO_API_URL") or None,
            storefront_url=given.get("FONDACO_STOREFRONT_URL") or None,
            secure_cookies=_switch(given, "FONDACO_SECURE_COOKIES", default=False),
            log_level=_one_of(given, "FONDACO_LOG_LEVEL", ("INFO", "DEBUG", "WARNING", "ERROR")),
            log_format=_one_of(given, "FONDACO_LOG_FORMAT", ("console", "json")),
            otlp_endpoint=given.get("FONDACO_OTLP_ENDPOINT") or None,
            vat_register=given.get("FONDACO_VAT_REGISTER") or None,
            vat_requester=given.get("FONDACO_VAT_REQUESTER") or None,
        )


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name) or str(default)
    if not text.isascii() or not text.isdigit():
        raise BadSetting(variable=name, value=text, expected="a whole number")
    return int(text)


def _switch(given: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = given.get(name)
    if text is None:
        return default
    if text.lower() not in _TRUE | _FALSE:
        raise BadSetting(variable=name, value=text, expected="1 or 0")
    return text.lower() in _TRUE


def _one_of(given: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    text = given.get(name) or choices[0]
    for choice in choices:
        if text.lower() == choice.lower():
            return choice
    raise BadSetting(variable=name, value=text, expected=" or ".join(choices))
