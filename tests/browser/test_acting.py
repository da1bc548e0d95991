"""Staff shop for a customer: from the customer's page in the console to an order that bears both names."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from fondaco.modules.accounts import api as accounts
from tests.browser.test_every_page import look
from tests.browser.world import World, empty_cart

Open = Callable[..., Page]


def people_of(world: World) -> tuple[str, str, str]:
    """Return the names of the buyer, of his organisation, and of the seller."""
    with world.runtime.database.transaction() as tx:
        found = accounts.contacts_by_email(tx=tx, emails=[world.buyer, world.seller])
        buyer, seller = (accounts.contact(tx=tx, id=found[email]) for email in (world.buyer, world.seller))
        assert buyer.organisation is not None
        return buyer.name, accounts.organisation(tx=tx, id=buyer.organisation).name, seller.name


def customers_page(world: World, page: Page, organisation: str) -> None:
    page.goto(f"{world.console}/sign-in")
    page.locator("#f-email").fill(world.seller)
    page.locator("#f-password").fill(world.password)
    page.locator("form[action='/sign-in'] button").click()
    page.wait_for_url(f"{world.console}/")
    page.goto(f"{world.console}/customers?q={organisation}")
    page.locator("tbody a", has_text=organisation).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(organisation)


@pytest.mark.parametrize("width", [390, 1440])
def test_an_order_on_behalf_of_a_person_bears_both_names(world: World, open_page: Open, width: int) -> None:
    buyer, organisation, seller = people_of(world)
    page = open_page(language="en", width=width)
    customers_page(world, page, organisation)
    found = look(page, f"acting-customer-{width}")
    page.get_by_role("button", name=f"Shop as {buyer}").click()
    page.wait_for_url(re.compile(f"^{world.storefront}/on-behalf"))
    found += look(page, f"acting-arrive-{width}")
    page.get_by_role("button", name="Start shopping").click()
    page.wait_for_url(f"{world.storefront}/")

    banner = page.locator(".acting")
    for path in ("/", "/search?q=M8", f"/products/{world.product}", "/categories", "/quick-order", "/cart", "/orders"):
        page.goto(f"{world.storefront}{path}")
        expect(banner).to_contain_text(f"{seller} shops for {buyer}, {organisation}")
        expect(banner.get_by_role("button", name="End")).to_be_visible()
    page.goto(f"{world.storefront}/products/{world.product}")
    found += look(page, f"acting-product-{width}")
    empty_cart(page, world)
    page.goto(f"{world.storefront}/products/{world.product}")
    page.locator("#offer .button-main").click()
    expect(page.locator("#cart-count")).to_have_text("1")
    page.goto(f"{world.storefront}/checkout")
    expect(banner).to_be_visible()
    page.locator("main .button-main").click()
    page.wait_for_url(re.compile("placed=1"))
    order = page.url.split("/")[-1].partition("?")[0]
    facts = page.locator("dl.facts")
    expect(facts).to_contain_text(f"Ordered by{buyer}")
    expect(facts).to_contain_text(f"{seller}, our staff")
    found += look(page, f"acting-order-{width}")

    banner.get_by_role("button", name="End").click()
    page.wait_for_url(re.compile("/sign-in"))
    expect(page.locator(".toast")).to_contain_text("no longer shop")
    page.goto(f"{world.storefront}/orders/{order}")
    page.wait_for_url(re.compile("/sign-in"))

    page.goto(f"{world.console}/orders/{order}")
    expect(page.locator("dl.facts")).to_contain_text(seller)
    found += look(page, f"acting-console-order-{width}")
    theirs = open_page(language="en", width=width)
    world.sign_in(theirs)
    theirs.goto(f"{world.storefront}/orders/{order}")
    expect(theirs.locator("dl.facts")).to_contain_text(f"{seller}, our staff")
    expect(theirs.locator(".acting")).to_have_count(0)
    assert found == []


def test_an_order_for_the_organisation_alone_and_what_the_log_says(world: World, open_page: Open) -> None:
    _, organisation, seller = people_of(world)
    page = open_page()
    customers_page(world, page, organisation)
    page.get_by_role("button", name="Für diesen Kunden einkaufen").click()
    page.wait_for_url(re.compile("/on-behalf"))
    used = page.url
    page.get_by_role("button", name="Einkauf beginnen").click()
    expect(page.locator(".acting")).to_contain_text(f"{seller} kauft ein für {organisation}")
    page.locator(".acting button").click()
    page.wait_for_url(re.compile("/sign-in"))
    # A link that somebody finds later opens nothing.
    page.goto(used)
    page.get_by_role("button", name="Einkauf beginnen").click()
    expect(page.locator(".notice-bad")).to_contain_text("schon benutzt")

    log = open_page()
    world.sign_in(log, site=world.console)
    for kind in ("began", "ended"):
        log.goto(f"{world.console}/events?type=accounts.acting_{kind}.v1")
        row = log.locator("#events tbody tr").first
        expect(row.locator("td[data-label=Betrifft]")).to_contain_text("org_")


def test_who_may_not_shop_for_others_has_no_button_and_no_way(world: World, open_page: Open) -> None:
    page = open_page(language="en")
    page.goto(f"{world.console}/sign-in")
    page.locator("#f-email").fill(world.buyer)
    page.locator("#f-password").fill(world.password)
    page.locator("form[action='/sign-in'] button").click()
    page.wait_for_url(f"{world.console}/")
    answer = page.goto(f"{world.console}/customers")
    assert answer is not None
    assert answer.status == 403
    token = page.locator("input[name=_csrf_token]").first.get_attribute("value") or ""
    cookies = {str(cookie.get("name")): str(cookie.get("value")) for cookie in page.context.cookies(world.console)}
    with httpx.Client(cookies=cookies) as client:
        sent = client.post(
            f"{world.console}/customers/org_00000000000000000000000000/acting", data={"_csrf_token": token}
        )
    assert sent.status_code == 403
