"""The demonstration's buttons: what is done in an ERP appears by itself in a page that somebody else has open."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.browser.world import World

Open = Callable[..., Page]
# Notes when the watched part's text first differs, by the clock that all pages of the machine share.
WATCH = """(selector) => {
  const text = () => document.querySelector(selector)?.textContent;
  window.before = text();
  window.changedAt = undefined;
  new MutationObserver(() => {
    if (text() && text() !== window.before && !window.changedAt) window.changedAt = Date.now();
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


@contextmanager
def changing(page: Page, selector: str) -> Iterator[dict[str, float]]:
    """Wait until a part of an open page has another text; say when that was."""
    seen: dict[str, float] = {}
    page.evaluate(WATCH, selector)
    yield seen
    page.wait_for_function("() => window.changedAt")
    seen["at"] = page.evaluate("() => window.changedAt")


def press(console: Page, action: str, **fields: str) -> float:
    """Fill in one of the forms, send it, wait for its outcome; return when it was clicked."""
    form = console.locator(f"form:has(input[value={action}])")
    for name, value in fields.items():
        form.locator(f"[name={name}]").fill(value)
    clicked = float(console.evaluate("() => Date.now()"))
    form.get_by_role("button").click()
    expect(console.locator("#demo .notice-good")).to_be_visible()
    return clicked


def report(capsys: pytest.CaptureFixture[str], what: str, seconds: float) -> None:
    with capsys.disabled():
        print(f"\n  {what}: {seconds:.2f} s from the click to the changed page")  # noqa: T201 - measured, not judged


@pytest.fixture
def console(world: World, open_page: Open) -> Page:
    page = open_page()
    world.sign_in(page, site=world.console)
    page.goto(f"{world.console}/demo")
    return page


@pytest.fixture
def shop(world: World, open_page: Open) -> Page:
    page = open_page()
    world.sign_in(page)
    return page


def look_at(world: World, shop: Page, product: str) -> None:
    shop.goto(f"{world.storefront}/products/{product}")
    expect(shop.locator("body")).to_have_attribute("data-live", "open")


def test_a_price_changed_in_an_erp_appears_in_an_open_page(
    world: World, console: Page, shop: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    look_at(world, shop, world.other)
    with changing(shop, "#offer [data-watch=price]") as seen:
        clicked = press(console, "change_price", sku=world.other_number, price="98,70")
    expect(console.locator("#demo .notice-good")).to_contain_text("→ 98.70")
    report(capsys, "price, by a file drop", (seen["at"] - clicked) / 1000)


def test_a_stock_changed_in_an_erp_appears_in_an_open_page(
    world: World, console: Page, shop: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    look_at(world, shop, world.other)
    with changing(shop, "#offer table:has([data-watch=stock-1])") as seen:
        clicked = press(console, "change_stock", sku=world.other_number, quantity="76543")
    expect(shop.locator("#offer")).to_contain_text("76.543")
    report(capsys, "stock, by a file drop", (seen["at"] - clicked) / 1000)


def test_what_changes_while_an_erp_is_stopped_appears_when_it_is_back(
    world: World, console: Page, shop: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    look_at(world, shop, world.live)
    with changing(shop, "#offer [data-watch=price]") as seen:
        clicked = press(console, "change_price", sku=world.live_number, price="87,60")
    report(capsys, "price, by the live ERP", (seen["at"] - clicked) / 1000)

    press(console, "stop_erp")
    expect(console.get_by_role("button", name="Starten")).to_be_visible()
    before = shop.locator("#offer [data-watch=price]").first.inner_text()
    press(console, "change_price", sku=world.live_number, price="65,40")
    # Buyers go on as if nothing were amiss, at what was known last.
    shop.reload()
    expect(shop.locator("#offer [data-watch=price]").first).to_have_text(before)
    expect(shop.locator("#offer .button-main")).to_be_enabled()
    expect(shop.locator("body")).to_have_attribute("data-live", "open")
    with changing(shop, "#offer [data-watch=price]") as seen:
        clicked = press(console, "start_erp")
    report(capsys, "price, by the live ERP after its start", (seen["at"] - clicked) / 1000)


def test_a_number_that_no_erp_has_is_told(world: World, console: Page) -> None:
    form = console.locator("form:has(input[value=change_price])")
    form.locator("[name=sku]").fill("no-such-0815")
    form.locator("[name=price]").fill("1")
    form.get_by_role("button").click()
    expect(console.locator("#demo .notice-bad")).to_be_visible()
    expect(form.locator("[name=sku]")).to_have_value("no-such-0815")
