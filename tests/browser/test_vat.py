"""Staff look after a customer's VAT number and certificates in the console."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from fondaco.apps.demo.trade.customers import customers, people
from tests.browser.test_every_page import look
from tests.browser.world import World

Open = Callable[..., Page]
LOOKS = [("light", 1440, "de"), ("dark", 1440, "en"), ("light", 390, "de")]


def customers_page(world: World, page: Page, name: str) -> None:
    world.sign_in(page, site=world.console)
    page.goto(f"{world.console}/customers?q={name}")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_a_buyer_abroad_reads_in_cart_and_checkout_why_he_pays_tax(world: World, open_page: Open) -> None:
    page = open_page(width=390)
    firm = next(one.key for one in customers() if one.name == "Donauhof Bau Graz GmbH")
    page.goto(f"{world.storefront}/sign-in")
    page.locator("#f-email").fill(next(one.email for one in people() if one.customer == firm and one.role == "buyer"))
    page.locator("#f-password").fill(world.password)
    page.locator("form[action='/sign-in'] button").click()
    page.wait_for_url(f"{world.storefront}/")
    page.goto(f"{world.storefront}/products/{world.product}")
    page.locator("#offer .button-main").click()
    page.locator(".toast").wait_for()
    said = "Umsatzsteuer 19 %: Satz des Verkäufers, da Ihre USt-IdNr. noch nicht bestätigt ist"
    for where in ("cart", "checkout"):
        page.goto(f"{world.storefront}/{where}")
        expect(page.locator("main")).to_contain_text(said)
        assert look(page, f"storefront-tax-{where}") == []


def test_a_number_is_confirmed_by_hand_and_its_proof_kept(world: World, open_page: Open) -> None:
    page = open_page(language="en")
    customers_page(world, page, "Pinzgauer")
    vat = page.locator("#vat")
    expect(vat.locator(".badge").first).to_have_text("not confirmed yet")
    vat.get_by_text("Record a check by hand").click()
    vat.locator("#f-reference").fill("WAPI-4711")
    vat.get_by_role("button", name="Record the check").click()
    expect(page.locator(".toast")).to_contain_text("on record")
    vat = page.locator("#vat")
    expect(vat.locator(".badge").first).to_have_text("confirmed")
    row = vat.locator("tbody tr").first
    expect(row).to_contain_text("WAPI-4711")
    expect(row).to_contain_text("Carla Kupferberg")
    vat.get_by_text("Record a check by hand").click()
    vat.locator("#f-outcome").select_option("not_registered")
    vat.get_by_role("button", name="Record the check").click()
    expect(page.locator("#vat .badge").first).to_have_text("not in the register")


def test_an_exemption_is_put_on_file_ended_and_removed(world: World, open_page: Open) -> None:
    page = open_page(language="en")
    customers_page(world, page, "Traunsee Maschinen GmbH")
    today = datetime.now(UTC).date()
    page.locator("#vat").get_by_text("Put an exemption on file").click()
    page.locator("#f-certificate").fill("B-2026-1")
    page.locator("#f-reason").fill("Diplomatic mission")
    page.locator("#f-valid_from").fill((today - timedelta(days=2)).isoformat())
    page.locator("#f-valid_through").fill((today - timedelta(days=9)).isoformat())
    page.get_by_role("button", name="Put on file").click()
    expect(page.locator("#vat .notice-bad")).to_contain_text("not recorded")
    expect(page.locator("#f-certificate")).to_have_value("B-2026-1")
    page.locator("#f-valid_through").fill("")
    page.get_by_role("button", name="Put on file").click()
    tile = page.locator("#vat .tiles li", has_text="B-2026-1")
    expect(tile).to_contain_text("in force")
    tile.get_by_role("button", name="End B-2026-1 now").click()
    tile = page.locator("#vat .tiles li", has_text="B-2026-1")
    expect(tile).to_contain_text("over")
    tile.get_by_role("button", name="Remove B-2026-1").click()
    expect(page.locator("#vat")).to_contain_text("No exemption on file")


@pytest.mark.parametrize(("scheme", "width", "language"), LOOKS)
def test_the_page_is_accessible_with_everything_open(
    world: World, open_page: Open, scheme: str, width: int, language: str
) -> None:
    page = open_page(scheme=scheme, width=width, language=language)
    customers_page(world, page, "Wienerwald")
    for summary in page.locator("#vat summary").all():
        summary.click()
    assert look(page, f"console-vat-{width}-{scheme}-{language}") == []
