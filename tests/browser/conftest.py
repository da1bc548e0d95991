"""One world and one browser for all journeys of a test process; a fresh browser context for each test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.world import CHROMIUM, World, open_world

Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process for all of them: the world takes seconds to fill."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    with open_world() as world:
        yield world


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser per file: while Playwright runs, its event loop takes the thread and no other test could run one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open pages of a given width, language and scheme; whatever the console complains about fails the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def make(*, language: str = "de", scheme: str = "light", width: int = 1440, touch: bool = False) -> Page:
        locale = "de-DE" if language == "de" else "en-GB"
        context = browser.new_context(
            viewport={"width": width, "height": 844 if touch else 900},
            has_touch=touch,
            is_mobile=touch,
            locale=locale,
            color_scheme="dark" if scheme == "dark" else "light",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "response",
            lambda answer: complaints.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None,
        )
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                complaints.append(f"{page.url}: {message.text}")
                if message.type == "error" and "status of 4" not in message.text
                else None
            ),
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []
