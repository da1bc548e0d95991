"""Every page in both schemes and on three widths: accessible by axe, nothing sticks out, nothing complains."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from fondaco.apps.demo.trade.customers import people
from tests.browser.world import World

Open = Callable[..., Page]
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
STOREFRONT = {
    "start": "/",
    "search": "/search?q={word}",
    "search-nothing": "/search?q=xyzxyz",
    "categories": "/categories",
    "product": "/products/{product}",
    "quick-order": "/quick-order",
    "cart": "/cart",
    "checkout": "/checkout",
    "orders": "/orders",
    "contracts": "/contracts",
    "unknown": "/nowhere",
}
CONSOLE = {
    "overview": "/",
    "connections": "/connections",
    "quarantine": "/quarantine",
    "customers": "/customers",
    "price-check": "/price-check",
    "price-check-several": "/price-check/several",
    "prices": "/prices?system=fondaco",
    "prices-new": "/prices/new",
    "prices-proposals": "/prices/proposals",
    "prices-import": "/prices/import",
    "contracts": "/contracts",
    "promotions": "/promotions",
    "promotions-new": "/promotions/new",
    "allocations": "/allocations",
    "allocations-none": "/allocations?segment=nobody",
    "allocations-new": "/allocations/new",
    "orders": "/orders",
    "events": "/events",
    "dead-letters": "/dead-letters",
    "demo": "/demo",
}
LOOKS = [("light", 1440, "de"), ("dark", 1440, "en"), ("light", 768, "en"), ("dark", 390, "de")]
# Where to keep the pictures, for people who want to look at them.
PICTURES = os.environ.get("FONDACO_PICTURES")


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]


def wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("() => document.documentElement.scrollWidth > innerWidth"))


# What fades in has less contrast on its way; what turns for ever is not waited for.
SETTLED = """() => Promise.all(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
    .map((one) => one.finished.catch(() => null)))"""


def look(page: Page, name: str) -> list[str]:
    page.evaluate(SETTLED)
    if PICTURES:
        page.wait_for_timeout(200)
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    problems = [f"{name}: {one}" for one in violations(page)]
    return problems + ([f"{name}: wider than the screen"] if wider_than_the_screen(page) else [])


@pytest.mark.parametrize(("scheme", "width", "language"), LOOKS)
def test_every_page_of_the_storefront(world: World, open_page: Open, scheme: str, width: int, language: str) -> None:
    page = open_page(scheme=scheme, width=width, language=language)
    page.goto(f"{world.storefront}/sign-in")
    suffix = f"{width}-{scheme}-{language}"
    found = look(page, f"storefront-sign-in-{suffix}")
    world.sign_in(page)
    page.goto(f"{world.storefront}/products/{world.product}")
    page.locator("#offer .button-main").click()
    page.locator(".toast").wait_for()
    for name, path in STOREFRONT.items():
        page.goto(world.storefront + path.format(word=world.search_word, product=world.product))
        found += look(page, f"storefront-{name}-{suffix}")
    page.goto(f"{world.storefront}/orders")
    page.locator("main tbody a").first.click()
    page.wait_for_load_state()
    found += look(page, f"storefront-order-{suffix}")
    assert found == []


@pytest.mark.parametrize(("scheme", "width", "language"), LOOKS)
def test_the_pages_of_a_customer_with_contracts(
    world: World, open_page: Open, scheme: str, width: int, language: str
) -> None:
    page = open_page(scheme=scheme, width=width, language=language)
    world.sign_in(page, buyer=people()[0].email)
    suffix = f"{width}-{scheme}-{language}"
    page.goto(f"{world.storefront}/contracts")
    found = look(page, f"storefront-contracts-some-{suffix}")
    page.locator("tbody a").last.click()
    page.locator("progress").first.wait_for()
    found += look(page, f"storefront-contract-{suffix}")
    page.locator("main form button").first.click()
    page.locator(".toast").wait_for()
    page.goto(f"{world.storefront}/cart")
    found += look(page, f"storefront-cart-contract-{suffix}")
    page.locator(".cart-line .name a").first.click()
    page.locator("#offer a[href^='/contracts/']").wait_for()
    found += look(page, f"storefront-product-contract-{suffix}")
    assert found == []


def a_promotion(page: Page, world: World, suffix: str) -> list[str]:
    """State a promotion, be told what is missing, try it out, start it and end it."""
    page.goto(f"{world.console}/promotions/new")
    page.locator("[name=code]").fill(f"LOOK-{suffix}")
    page.locator("[name=name_de]").fill("Herbstaktion")
    page.locator("[name=name_en]").fill("Autumn promotion")
    page.locator("[name=valid_from]").fill("2026-01-01")
    page.locator("[name=valid_to]").fill("2031-01-01")
    page.locator("[name=segments]").fill(f"look {suffix}")
    page.locator("main form footer .button-main").click()
    page.locator("main .notice").wait_for()
    found = look(page, f"console-promotion-refused-{suffix}")
    page.locator("[name=amount-0]").fill("5")
    page.locator("main form footer .button-main").click()
    page.locator("#effect").wait_for()
    page.locator("#effect [name=organisation]").select_option(index=1)
    page.locator("#effect [name=numbers]").fill(f"{world.search_word} nothing-like-this")
    page.locator("#effect button").click()
    page.locator("#effect tbody").wait_for()
    found += look(page, f"console-promotion-{suffix}")
    page.goto(page.url.partition("?")[0] + "/edit")
    found += look(page, f"console-promotion-edit-{suffix}")
    page.go_back()
    for action in ("start", "end"):
        page.locator(f"[name=action][value={action}]").click()
        page.locator(".toast").wait_for()
    page.goto(f"{world.console}/promotions")
    return found + look(page, f"console-promotions-some-{suffix}")


@pytest.mark.parametrize(("scheme", "width", "language"), LOOKS)
def test_every_page_of_the_console(world: World, open_page: Open, scheme: str, width: int, language: str) -> None:
    page = open_page(scheme=scheme, width=width, language=language)
    world.sign_in(page, site=world.console)
    suffix = f"{width}-{scheme}-{language}"
    found: list[str] = []
    for name, path in CONSOLE.items():
        page.goto(world.console + path)
        found += look(page, f"console-{name}-{suffix}")
    for name, path, link in (
        ("connection", "/connections", "article h3 a"),
        ("quarantine-item", "/quarantine", "tbody a"),
        ("customer", "/customers", "tbody a"),
        ("price-record", "/prices?system=fondaco&kind=price", "tbody a"),
        ("order", "/orders", "tbody a"),
        ("contract", "/contracts", "tbody a"),
    ):
        page.goto(world.console + path)
        page.locator(link).first.click()
        page.wait_for_load_state()
        found += look(page, f"console-{name}-{suffix}")
    found += a_promotion(page, world, suffix)
    page.goto(f"{world.console}/allocations/new")
    page.locator("[name=number]").fill(world.search_word)
    page.locator("[name=quantity]").fill("1")
    page.locator("[name=organisation]").select_option(index=1)
    page.locator("main form .button-main").click()
    page.locator("progress").wait_for()
    found += look(page, f"console-allocation-{suffix}")
    page.goto(f"{world.console}/allocations")
    found += look(page, f"console-allocations-some-{suffix}")
    page.locator("tbody a").first.click()
    page.locator("[name=action][value=end]").click()
    page.locator(".toast").wait_for()
    assert found == []
