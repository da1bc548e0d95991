"""What the staff of the house does in the console."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from fondaco.kernel.ids import new_id, public_id
from tests.browser.test_every_page import look
from tests.browser.world import Knocked, World

Open = Callable[..., Page]


def test_a_record_that_was_set_aside_is_corrected_and_taken(world: World, open_page: Open) -> None:
    page = open_page(language="en")
    world.sign_in(page, site=world.console)
    page.goto(f"{world.console}/quarantine")
    row = page.locator("tbody tr", has_text="1.2.3")
    row.locator("a").click()
    expect(page.locator(".notice-warn")).to_be_visible()
    wrong = page.locator("[aria-invalid=true]")
    wrong.fill("still no number")
    page.get_by_role("button", name="Correct and replay").click()
    expect(page.locator(".notice-bad")).to_contain_text("Still not possible")
    page.locator("[aria-invalid=true]").fill("120")
    page.get_by_role("button", name="Correct and replay").click()
    expect(page.locator(".notice-good")).to_contain_text("Taken")
    page.goto(f"{world.console}/quarantine")
    expect(page.locator("tbody tr", has_text="1.2.3")).to_have_count(0)


def test_a_connection_is_paused_and_resumed(world: World, open_page: Open) -> None:
    page = open_page()
    world.sign_in(page, site=world.console)
    page.goto(f"{world.console}/connections")
    page.locator("article h3 a").first.click()
    page.get_by_role("button", name="Anhalten").click()
    expect(page.locator(".badge").first).to_have_text("Angehalten")
    page.get_by_role("button", name="Fortsetzen").click()
    expect(page.locator(".badge").first).to_have_text("Arbeitet")
    expect(page.locator("tbody tr").first).to_be_visible()


def test_the_price_check_says_what_a_customer_pays_and_why(world: World, open_page: Open) -> None:
    page = open_page(language="en")
    world.sign_in(page, site=world.console)
    page.goto(f"{world.console}/price-check")
    page.locator("#f-organisation").select_option(index=1)
    page.locator("#f-product").fill(world.number)
    page.get_by_role("button", name="Check price").click()
    expect(page.locator("#result .amount")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Leaves on")).to_be_visible()
    expect(page.locator(".because tbody tr").first).to_be_visible()
    page.locator("#f-product").fill("no-such-number-0815")
    page.get_by_role("button", name="Check price").click()
    expect(page.locator(".notice-bad")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), [("de", 1440), ("en", 390)])
def test_many_products_are_checked_at_once_and_each_row_leads_to_its_reasons(
    world: World, open_page: Open, language: str, width: int
) -> None:
    page = open_page(language=language, width=width)
    world.sign_in(page, site=world.console)
    page.goto(f"{world.console}/price-check/several")
    page.locator("#f-organisation").select_option(index=1)
    page.locator("#f-numbers").fill(f"{world.number} 200\n{world.other_number}\nno-such-number-0815")
    page.locator("#main form .button-main").click()
    expect(page.locator("#result tbody tr")).to_have_count(2)
    expect(page.locator(".notice-warn")).to_contain_text("no-such-number-0815")
    assert look(page, f"console-price-check-several-{width}-{language}") == []
    page.locator("#result tbody a").first.click()
    expect(page.locator("#result .amount")).to_be_visible()
    expect(page.locator(".because tbody tr").first).to_be_visible()


@pytest.mark.parametrize(("language", "width"), [("de", 390), ("en", 1440)])
def test_a_new_price_is_tried_out_before_it_is_stated(world: World, open_page: Open, language: str, width: int) -> None:
    page = open_page(language=language, width=width)
    world.sign_in(page, site=world.console)
    page.goto(f"{world.console}/prices/new")
    page.locator("#f-number").fill(world.number)
    page.locator("#f-organisation").select_option(index=1)
    page.locator("#f-amount").fill("1")
    page.locator("#f-try_for").select_option(index=1)
    page.locator("#f-try_numbers").fill(f"{world.number} 200 {world.other_number}")
    page.locator("#effect button").click()
    expect(page.locator("#effect tbody tr")).to_have_count(2)
    expect(page.locator("#f-amount")).to_have_value("1")
    assert look(page, f"console-price-tried-{width}-{language}") == []


def test_customers_orders_and_events_can_be_looked_up(world: World, open_page: Open) -> None:
    page = open_page(language="en")
    world.sign_in(page, site=world.console)
    page.goto(f"{world.console}/customers?q=Alpstein")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Alpstein")
    page.goto(f"{world.console}/orders")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Order")
    page.goto(f"{world.console}/events")
    expect(page.locator("tbody tr").first).to_contain_text(re.compile(r"\.v1"))
    page.goto(f"{world.console}/dead-letters")
    expect(page.get_by_role("heading", name="No dead letters")).to_be_visible()


def test_a_buyer_finds_nothing_in_the_console(world: World, open_page: Open) -> None:
    page = open_page(language="en")
    page.goto(f"{world.console}/sign-in")
    page.locator("#f-email").fill(world.buyer)
    page.locator("#f-password").fill(world.password)
    page.locator("form[action='/sign-in'] button").click()
    page.wait_for_url(f"{world.console}/")
    for path in ("/connections", "/quarantine", "/price-check", "/events", "/orders"):
        answer = page.goto(f"{world.console}{path}")
        assert answer is not None
        assert answer.status == 403


def test_the_event_log_is_narrowed_by_kind_and_by_object_in_the_address(world: World, open_page: Open) -> None:
    page = open_page(language="en")
    world.sign_in(page, site=world.console)
    page.goto(f"{world.console}/events")
    row = page.locator("#events tbody tr", has_text="accounts.contact_changed.v1").first
    row.locator("td a", has_text="accounts.contact_changed.v1").click()
    page.wait_for_url(re.compile(r"type=accounts\.contact_changed\.v1"))
    expect(page.locator("#events tbody tr", has_not_text="accounts.contact_changed.v1")).to_have_count(0)
    subject = page.locator("#events tbody tr td[data-label=About]").first.inner_text()
    assert re.fullmatch("con_[0-9a-z]{26}", subject)

    page.locator("#e-subject").fill(subject)
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile(f"subject={subject}"))
    expect(page.locator(".chip")).to_have_count(2)
    narrowed = page.url
    found = []
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found += look(page, f"console-events-narrowed-{width}")
    assert found == []
    shown = page.locator("#events tbody tr td[data-label=About]").all_inner_texts()
    assert set(shown) == {subject}

    again = open_page(language="en")
    world.sign_in(again, site=world.console)
    again.goto(narrowed)
    expect(again.locator("#events tbody tr")).to_have_count(len(shown))
    expect(again.locator("#e-type")).to_have_value("accounts.contact_changed.v1")
    again.locator("#events tbody details summary").first.click()
    expect(again.locator("#events tbody pre").first).to_contain_text(subject)
    again.locator(".chip", has_text=subject).click()
    expect(again.locator(".chip")).to_have_count(1)
    again.goto(f"{world.console}/events?subject=ord_nothing")
    expect(again.get_by_role("heading", name="No event found")).to_be_visible()


def test_a_dead_letter_says_why_and_is_replayed(world: World, open_page: Open) -> None:
    order = new_id()
    with world.runtime.database.transaction() as tx:
        tx.publish(Knocked(order=order))
    page = open_page(language="en")
    world.sign_in(page, site=world.console)
    page.goto(f"{world.console}/dead-letters")
    while not page.locator("#events tbody tr").count():
        # The subscriber runs by itself; nothing tells the page.
        page.reload()
    row = page.locator("#events tbody tr", has_text=public_id("ord", order))
    expect(row).to_contain_text("tests.door")
    expect(row.get_by_text("The door is locked.").first).to_be_visible()
    expect(row).to_contain_text("1 attempt")
    found = []
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found += look(page, f"console-dead-letter-{width}")
    assert found == []
    world.door.locked = False
    row.get_by_role("button", name="Replay").click()
    expect(page.locator(".toast")).to_contain_text("tried again")
    expect(page.get_by_role("heading", name="No dead letters")).to_be_visible()
    assert world.door.opened.wait(30)
    page.reload()
    expect(page.get_by_role("heading", name="No dead letters")).to_be_visible()


def test_a_price_is_stated_changed_and_ended(world: World, open_page: Open) -> None:
    page = open_page(language="en")
    world.sign_in(page, site=world.console)
    page.goto(f"{world.console}/prices/new")
    page.locator("#f-number").fill(world.number)
    page.locator("#f-organisation").select_option(index=2)
    page.locator("#f-amount").fill("cheap")
    page.get_by_role("button", name="State the price").click()
    expect(page.locator(".notice-bad")).to_contain_text("not a valid number")
    page.locator("#f-amount").fill("12.34")
    page.locator("#f-valid_from").fill("2031-01-01")
    page.get_by_role("button", name="State the price").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("12.34")
    expect(page.locator(".time-row .here")).to_be_attached()
    page.locator("#f-amount").fill("11.50")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("11.50")
    page.get_by_role("button", name="End now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prices")
