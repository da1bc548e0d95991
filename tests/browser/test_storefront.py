"""A buyer's journeys through the storefront, as a person goes them."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from fondaco.kernel.clock import now
from fondaco.kernel.ids import inner_id
from tests.browser.world import World, change_price, empty_cart

Open = Callable[..., Page]


def search(page: Page, text: str) -> None:
    page.locator("#search").fill(text)
    page.locator("#search").press("Enter")
    page.wait_for_url(re.compile("/search"))


@pytest.mark.parametrize(
    ("language", "greeting", "add", "order", "again"),
    [
        ("de", "Guten Tag", "In den Warenkorb", "Zahlungspflichtig bestellen", "Erneut bestellen"),
        ("en", "Good day", "Add to cart", "Order with obligation to pay", "Order again"),
    ],
)
def test_from_the_sign_in_to_the_order_and_back_again(
    world: World, open_page: Open, language: str, greeting: str, add: str, order: str, again: str
) -> None:
    page = open_page(language=language)
    world.sign_in(page)
    empty_cart(page, world)
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.goto(world.storefront)
    expect(page.get_by_role("heading", level=1)).to_contain_text(greeting)

    search(page, world.number)
    page.locator(".product-card h3 a").first.click()
    expect(page.locator(".product").get_by_text(world.number)).to_be_visible()
    page.get_by_role("button", name=add, exact=True).click()
    expect(page.locator("#cart-count")).to_have_text("1")

    page.goto(f"{world.storefront}/cart")
    total = page.locator("[data-watch=total]").inner_text()
    page.locator(".stepper button[data-step='1']").click()
    expect(page.locator("[data-watch=total]")).not_to_have_text(total)
    total = page.locator("[data-watch=total]").inner_text()

    page.goto(f"{world.storefront}/checkout")
    page.locator("#f-purchase_order_number").fill("PO-4711")
    page.get_by_role("button", name=order).click()
    page.wait_for_url(re.compile("placed=1"))
    expect(page.locator(".notice-good")).to_be_visible()
    expect(page.locator("dd.grand")).to_have_text(total)
    expect(page.locator("main")).to_contain_text("PO-4711")
    expect(page.locator("#cart-count")).to_be_hidden()

    page.get_by_role("button", name=again).click()
    page.wait_for_url(re.compile("/cart|/reorder"))
    expect(page.locator(".cart-line")).to_have_count(1)


def test_suggestions_lead_to_a_product_by_keyboard_alone(world: World, open_page: Open) -> None:
    page = open_page()
    world.sign_in(page)
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type(world.number[:6])
    expect(page.locator("#suggestions")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#search")).to_have_attribute("aria-activedescendant", "s-p1")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/products/"))


def test_a_whole_order_without_a_mouse(world: World, open_page: Open) -> None:
    page = open_page()
    world.sign_in(page)
    empty_cart(page, world)
    page.goto(f"{world.storefront}/products/{world.product}")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    reach(page, "#q-offer")
    page.keyboard.press("ArrowUp")
    reach(page, "#offer .button-main")
    page.keyboard.press("Enter")
    expect(page.locator("#cart-count")).to_have_text("1")
    page.locator("main").focus()
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url(re.compile("/cart"))
    reach(page, "a[href='/checkout']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/checkout"))
    reach(page, "main .button-main")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("placed=1"))


def reach(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(most):
        if page.evaluate("(wanted) => document.activeElement?.matches(wanted) ?? false", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} cannot be reached by Tab")


def test_filters_are_in_the_address_and_the_back_button_takes_them_off(world: World, open_page: Open) -> None:
    page = open_page()
    world.sign_in(page)
    search(page, world.search_word)
    before = page.locator("[role=status]").first.inner_text()
    address = page.url
    page.locator(".facet input[type=checkbox]").first.check()
    expect(page.locator(".chip")).to_have_count(1)
    assert "attribute=" in page.url
    narrowed = page.url
    page.reload()
    expect(page.locator(".facet input[type=checkbox]:checked")).to_have_count(1)
    assert page.url == narrowed
    page.go_back()
    expect(page.locator("[role=status]").first).to_have_text(before)
    assert page.url == address


def test_the_price_explains_itself(world: World, open_page: Open) -> None:
    page = open_page()
    world.sign_in(page)
    page.goto(f"{world.storefront}/products/{world.product}")
    page.get_by_role("button", name="Warum dieser Preis?").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator(".because tbody tr").first).to_contain_text(re.compile("erp-|EUR|CHF|%"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_every_pasted_line_is_answered_and_bad_ones_stay(world: World, open_page: Open) -> None:
    page = open_page()
    world.sign_in(page)
    empty_cart(page, world)
    page.goto(f"{world.storefront}/quick-order")
    page.locator("#lines").fill(f"{world.number}\t200\nNICHTS-0815; 3")
    page.get_by_role("button", name="Zeilen prüfen").click()
    expect(page.locator("main tbody tr")).to_have_count(2)
    expect(page.locator("main tbody tr").nth(1)).to_contain_text("kennen wir keinen Artikel")
    page.get_by_role("button", name="1 Zeile in den Warenkorb").click()
    expect(page.locator("#lines")).to_have_value("NICHTS-0815; 3")
    expect(page.locator("#cart-count")).to_have_text("1")


def test_a_number_that_is_nearly_right_offers_the_one_that_is(world: World, open_page: Open) -> None:
    page = open_page()
    world.sign_in(page)
    empty_cart(page, world)
    page.goto(f"{world.storefront}/quick-order")
    page.locator("#lines").fill(f"{world.number}X 200")
    page.get_by_role("button", name="Zeilen prüfen").click()
    choice = page.get_by_label("Meinten Sie einen davon?")
    option = choice.locator("option", has_text=f"({world.number})")
    choice.select_option(option.get_attribute("value"))
    page.get_by_role("button", name="Alles Gewählte in den Warenkorb legen").click()
    expect(page.locator("#cart-count")).to_have_text("1")


def test_a_quantity_that_cannot_be_ordered_is_brought_to_one_that_can(world: World, open_page: Open) -> None:
    page = open_page()
    world.sign_in(page)
    page.goto(f"{world.storefront}/products/{world.product}")
    field = page.locator("#q-offer")
    step = Decimal(field.get_attribute("data-step") or "1")
    field.fill("0")
    field.blur()
    assert Decimal(field.input_value().replace(",", ".")) >= step


def test_a_changed_price_appears_in_the_open_page_by_itself(world: World, open_page: Open) -> None:
    page = open_page()
    world.sign_in(page)
    page.goto(f"{world.storefront}/products/{world.product}")
    expect(page.locator("body")).to_have_attribute("data-live", "open")
    shown = page.locator("#offer [data-watch=price]").first
    before = shown.inner_text()
    page.evaluate(
        """() => new MutationObserver(() => {
          const now = document.querySelector("#offer [data-watch=price]")?.textContent;
          if (now && now !== window.before && !window.changedAt) window.changedAt = Date.now();
        }).observe(document.body, { childList: true, subtree: true })"""
    )
    page.evaluate("(before) => { window.before = before }", before)
    committed = change_price(world, inner_id("prd", world.product), now())
    expect(shown).not_to_have_text(before)
    changed_at = page.evaluate("() => window.changedAt")
    # How long it takes is told, not judged: this machine may be busy.
    print(f"from the commit to the page: {changed_at / 1000 - committed.timestamp():.2f} s")  # noqa: T201 - shown with -s


def test_a_page_works_without_script(world: World, open_page: Open) -> None:
    page = open_page()
    context = page.context.browser.new_context(java_script_enabled=False, locale="de-DE")  # type: ignore[union-attr]
    plain = context.new_page()
    world.sign_in(plain)
    plain.goto(f"{world.storefront}/products/{world.product}")
    plain.locator("#offer .button-main").click()
    plain.wait_for_url(re.compile("/cart"))
    expect(plain.locator(".cart-line").first).to_be_visible()
    context.close()


def test_language_and_colours_are_switched_for_good(world: World, open_page: Open) -> None:
    page = open_page()
    world.sign_in(page)
    page.locator(".foot button[value=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".foot button[value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    page.goto(f"{world.storefront}/orders")
    expect(page.get_by_role("heading", level=1)).to_have_text("Orders")
    assert page.evaluate("() => getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_an_own_part_number_finds_the_product_and_the_orders_of_it(world: World, open_page: Open) -> None:
    page = open_page(language="en")
    world.sign_in(page)
    empty_cart(page, world)
    search(page, world.own_number)
    first = page.locator(".product-card").first
    expect(first).to_contain_text(world.own_number_of)
    expect(first).to_contain_text(world.own_number)

    page.locator(".product-card h3 a").first.click()
    page.locator("#offer .button-main").click()
    expect(page.locator("#cart-count")).to_have_text("1")
    page.goto(f"{world.storefront}/checkout")
    page.locator("main .button-main").click()
    page.wait_for_url(re.compile("placed=1"))
    placed = page.url.split("/")[-1].partition("?")[0]

    page.goto(f"{world.storefront}/orders")
    page.locator("#order-search").fill(world.own_number.lower())
    page.get_by_role("button", name="Search").last.click()
    page.wait_for_url(re.compile("q="))
    expect(page.locator(f"#orders a[href='/orders/{placed}']")).to_be_visible()
    page.locator("#order-search").fill(f"{world.own_number}-no-such")
    page.locator("#order-search").press("Enter")
    expect(page.get_by_role("heading", name="No order found")).to_be_visible()
