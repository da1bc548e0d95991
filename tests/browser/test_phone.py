"""Buying on the phone: 390 pixels wide, by touch, and by a keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_every_page import wider_than_the_screen
from tests.browser.test_storefront import reach
from tests.browser.world import World, empty_cart

Open = Callable[..., Page]
# WCAG 2.2, 2.5.8: the least size of what is touched, apart from links in running text.
LEAST = 24


@pytest.fixture
def phone(world: World, open_page: Open) -> Page:
    page = open_page(width=390, touch=True)
    world.sign_in(page)
    empty_cart(page, world)
    return page


def tap(page: Page, what: Locator) -> None:
    """Touch something, which must be big enough for a finger, and see that nothing sticks out."""
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= LEAST, box
    assert not wider_than_the_screen(page), page.url
    what.tap()


def test_a_purchase_by_touch(world: World, phone: Page) -> None:
    phone.goto(world.storefront)
    tap(phone, phone.locator("#search"))
    phone.keyboard.type(world.number)
    tap(phone, phone.locator(".finder form button"))
    phone.wait_for_url(re.compile("/search"))
    tap(phone, phone.locator(".product-card h3 a").first)
    phone.wait_for_url(re.compile("/products/"))
    tap(phone, phone.locator("#offer .stepper button[data-step='1']"))
    tap(phone, phone.locator("#offer .button-main"))
    expect(phone.locator("#cart-count")).to_have_text("1")
    expect(phone.locator(".toast")).to_be_visible()
    tap(phone, phone.locator("a.head-action[href='/cart']"))
    phone.wait_for_url(re.compile("/cart"))
    total = phone.locator("[data-watch=total]").inner_text()
    tap(phone, phone.locator(".cart-line .stepper button[data-step='1']"))
    expect(phone.locator("[data-watch=total]")).not_to_have_text(total)
    total = phone.locator("[data-watch=total]").inner_text()
    tap(phone, phone.locator("main a[href='/checkout']").first)
    phone.wait_for_url(re.compile("/checkout"))
    tap(phone, phone.locator("#f-purchase_order_number"))
    phone.keyboard.type("PHONE-1")
    tap(phone, phone.locator("main .button-main"))
    phone.wait_for_url(re.compile("placed=1"))
    expect(phone.locator(".notice-good")).to_be_visible()
    expect(phone.locator("dd.grand")).to_have_text(total)
    expect(phone.locator("main")).to_contain_text("PHONE-1")
    assert not wider_than_the_screen(phone)


def test_a_purchase_on_the_small_screen_by_keyboard_alone(world: World, phone: Page) -> None:
    phone.goto(world.storefront)
    reach(phone, "#search")
    phone.keyboard.type(world.number)
    phone.keyboard.press("Enter")
    phone.wait_for_url(re.compile("/search"))
    reach(phone, ".product-card h3 a")
    seen_in_full(phone)
    phone.keyboard.press("Enter")
    phone.wait_for_url(re.compile("/products/"))
    reach(phone, "#q-offer")
    seen_in_full(phone)
    phone.keyboard.press("ArrowUp")
    reach(phone, "#offer .button-main")
    seen_in_full(phone)
    phone.keyboard.press("Enter")
    expect(phone.locator("#cart-count")).to_have_text("1")
    phone.goto(f"{world.storefront}/cart")
    reach(phone, "main a[href='/checkout']")
    seen_in_full(phone)
    phone.keyboard.press("Enter")
    phone.wait_for_url(re.compile("/checkout"))
    reach(phone, "#f-purchase_order_number")
    phone.keyboard.type("KEYS-1")
    reach(phone, "main .button-main")
    seen_in_full(phone)
    phone.keyboard.press("Enter")
    phone.wait_for_url(re.compile("placed=1"))
    expect(phone.locator("main")).to_contain_text("KEYS-1")


def seen_in_full(page: Page) -> None:
    """What has the focus is in view and nothing sticky lies over its middle."""
    page.wait_for_function(
        """() => {
          const one = document.activeElement, box = one.getBoundingClientRect();
          const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return top && (one.contains(top) || top.contains(one));
        }"""
    )
