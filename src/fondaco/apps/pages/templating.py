"""Templates: one Jinja environment per site, with the components, formats and texts every page needs."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fondaco.apps.pages import language, units
from fondaco.apps.pages.assets import Assets

HERE = Path(__file__).parent / "templates"


def environment(*, folders: Iterable[Path], assets: Assets) -> Environment:
    """Build a site's environment: its own templates first, then the shared ones; unknown names are errors."""
    env = Environment(
        loader=FileSystemLoader([*folders, HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(language.gettext, language.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters |= {
        "number": language.number,
        "plain_number": language.plain_number,
        "money": language.money,
        "percent": language.percent,
        "day": language.day,
        "short_day": language.short_day,
        "moment": language.moment,
        "unit": units.unit_name,
    }
    env.globals |= {
        "asset": assets.url,
        "modules": assets.modules,
        "quantity": units.quantity,
        "per": units.per,
        "decimal_sign": language.decimal_sign,
        "link": link,
    }
    env.globals["ui"] = env.get_template("components/things.html").module
    return env


def link(path: str, /, **query: Any) -> str:  # noqa: ANN401 - whatever goes into an address
    """Build an address; empty values are left out, lists repeat their name."""
    pairs = [
        (name, part)
        for name, value in query.items()
        for part in (value if isinstance(value, list | tuple) else [value])
        if part not in (None, "")
    ]
    return f"{path}?{urlencode(pairs)}" if pairs else path
