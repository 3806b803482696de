"""The pages in a browser: by keyboard, on a phone, without scripts, and never a fault in the console."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fixtures import people
from scheduler.worker.solver import Solver
from tests.pages.street import HOTLINE, Street
from tests.pages.visiting import Visitor
from tests.scheduler.planning.ground import PATIENCE

Visit = Callable[..., Visitor]
WORKED = 120_000
"""Milliseconds within which a worker has brought something to its end."""
SCREENS = [
    ("phone", "zh"),
    pytest.param("phone", "en", marks=pytest.mark.study),
    pytest.param("desktop", "zh", marks=pytest.mark.study),
    ("desktop", "en"),
]
"""Each device and each language in every run of the tests; all pairs in a study."""
NARROW_OR_WIDE = [("narrow", "zh"), pytest.param("desktop", "en", marks=pytest.mark.study)]
"""The screen on which least fits, in every run of the tests; a desk's in a study."""


def enter(page: Page) -> None:
    """Press Enter and wait for the page that follows."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, wanted: str, most: int = 40) -> None:
    """Press Tab until the wanted element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


def test_a_page_for_an_error_is_one_that_people_can_read(visit: Visit) -> None:
    visitor = visit("phone", "zh")
    visitor.expect_refusal()
    visitor.page.goto("/nowhere")

    expect(visitor.page.locator("main")).to_contain_text("没有此内容")
    expect(visitor.page.locator("footer")).to_contain_text(HOTLINE)
    assert visitor.violations() == []


@pytest.mark.parametrize("script", [True, False])
def test_the_language_switch_is_a_link_and_lasts(visit: Visit, open_street: Street, script: bool) -> None:
    visitor = visit("phone", "zh", script)
    visitor.page.goto("/sign-in")
    visitor.page.click("text=English")

    expect(visitor.page.locator("h1")).to_have_text("Sign in")
    assert visitor.page.url.endswith("/sign-in")
    visitor.page.goto("/")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    visitor.page.click("text=中文")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_a_wrong_password_keeps_the_account_and_says_so(visit: Visit, open_street: Street) -> None:
    visitor = visit("phone", "zh")
    visitor.page.goto("/sign-in")
    visitor.page.fill("#login", open_street.login("resident"))
    visitor.page.fill("#password", "wrong")
    visitor.expect_refusal()
    visitor.page.click("main button")

    expect(visitor.page.get_by_role("alert")).to_contain_text("账号或密码不正确")
    expect(visitor.page.locator("#login")).to_have_value(open_street.login("resident"))
    expect(visitor.page.locator("#password")).to_have_value("")


def test_a_clerk_without_scripts_mends_a_form_and_finds_it_kept(visit: Visit, open_street: Street) -> None:
    visitor = visit("phone", "en", script=False)
    visitor.sign_in(open_street.login("property_staff"))
    page = visitor.page
    page.fill("#asked", people.phone_of(1))
    page.click("main button")
    page.check("[name=pattern][value=own]")
    page.fill("#start", "9 o'clock")
    visitor.expect_refusal()
    page.click("form[action$='/slip'] button")

    expect(page.locator("#start")).to_have_value("9 o'clock")
    expect(page.locator("#start-wrong")).to_be_visible()
    page.fill("#start", "09:00")
    page.click("form[action$='/slip'] button")
    expect(page.locator("h1")).to_have_text("Notice slip")
    expect(page.locator(".facts")).to_contain_text("Workdays 09:00 to 17:00")
    page.click("text=Change")
    expect(page.locator("#start")).to_have_value("09:00")


def test_a_receipt_is_looked_up_in_the_notice_and_stays_out_of_the_address(
    visit: Visit, published_street: Street
) -> None:
    visitor = visit("phone", "zh")
    page = visitor.page
    place = f"/rounds/{published_street.round_id}/notice"
    page.goto(place)
    receipt = page.locator("#lines tbody .receipt").nth(3).inner_text()
    page.fill("#receipt", receipt)
    page.click("text=查询 >> nth=-1")

    expect(page.locator(".find tbody .receipt")).to_have_text([receipt])
    assert page.url.endswith(place)
    assert visitor.violations() == []
    page.fill("#receipt", "0000-0000-0000-00")
    page.click(".find button")
    expect(page.get_by_role("status")).to_contain_text("公示中没有此回执号")


def test_somebody_accepts_a_space_after_being_told_what_it_means(visit: Visit, published_street: Street) -> None:
    visitor = visit("phone", "en")
    visitor.sign_in(published_street.login("resident"))
    page = visitor.page
    served = page.locator("article", has_text="A space for you")
    before = served.count()
    served.get_by_role("link", name="Accept").first.click()
    expect(page.locator("h1")).to_have_text("Accept the space?")
    assert visitor.violations() == []
    page.click("text=Yes, accept")

    expect(page.locator("article", has_text="Accepted")).to_have_count(1)
    expect(served).to_have_count(before - 1)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Until it is set no run comes to its end, however quick it is and however slow the browser.

    Our own code is held back, for no street of a size for these tests keeps the engine at work until somebody stops
    it: with the most work that the page offers, this one's is done in 6 seconds, that of 850 registrations in 17.
    """
    looked, real = Event(), Solver._end

    def end(self: Solver, *given: Any) -> None:
        looked.wait(PATIENCE)
        real(self, *given)

    monkeypatch.setattr(Solver, "_end", end)
    yield looked
    looked.set()


def test_a_coordinator_takes_a_round_to_its_notice_and_sees_the_run_go_on(
    visit: Visit, planned_street: Street, looked: Event
) -> None:
    visitor = visit("desktop", "zh")
    visitor.sign_in(planned_street.login("coordinator"))
    page = visitor.page
    page.click("article a")
    page.click("text=截止申请")
    assert visitor.violations() == []
    page.click("text=确认截止")
    expect(page.locator(".head .badge")).to_have_text("申请已截止")

    page.select_option("#work_limit", "10")
    page.click("text=开始求解")
    page.locator(".run").evaluate("run => { run.dataset.watched = 'yes' }")
    expect(page.locator("[data-watched] [data-shown=incumbent]")).to_have_text(re.compile(r"[\d,]+"))
    expect(page.locator("[data-watched] [data-shown=phase]")).not_to_have_text("准备中")
    expect(page.locator("[data-watched] [data-chart]")).to_be_visible()
    expect(page.locator("[data-watched] .best")).to_have_attribute("points", re.compile(r"\d"))
    looked.set()
    page.wait_for_selector("text=准备公示", timeout=WORKED)
    expect(page.locator(".head .badge")).to_have_text("制定方案中")
    assert visitor.violations() == []

    page.click("text=准备公示")
    page.click("text=核对并发布", timeout=WORKED)
    expect(page.locator("main")).to_contain_text("工作人员的决定全部得到执行")
    assert visitor.violations() == []
    page.click("main button")
    expect(page.locator(".head .badge")).to_have_text("已公示")
    page.click("main >> text=查看公示")
    expect(page.locator("h1")).to_contain_text("潮汐停车")


def test_without_scripts_the_page_of_a_run_loads_itself_again(
    visit: Visit, planned_street: Street, looked: Event
) -> None:
    visitor = visit("phone", "en", script=False)
    visitor.sign_in(planned_street.login("coordinator"))
    page = visitor.page
    page.click("article a")
    page.select_option("#work_limit", "10")
    page.click("text=Plan again")
    expect(page.locator(".run h3")).to_contain_text("Run under way")
    expect(page.locator("[http-equiv=refresh]")).to_have_count(1)

    page.click("text=Stop, keep the best plan")
    looked.set()
    expect(page.locator(".run")).to_have_count(0, timeout=WORKED)
    expect(page.locator("[http-equiv=refresh]")).to_have_count(0)


def test_a_visitor_notices_what_breaks_the_promises(visit: Visit) -> None:
    """The control: without it, the silence of all other visitors would prove nothing."""
    visitor = visit()
    visitor.page.goto("/")
    visitor.page.locator("main").evaluate(
        'main => { main.innerHTML += \'<p style="color: #eee">pale</p><img src="https://example.org/x.png">\' }'
    )

    assert any("image-alt" in violation for violation in visitor.violations())
    assert any("Content Security Policy" in fault for fault in visitor.faults)
    visitor.faults.clear()
    visitor.page.goto("data:text/html,<p>", wait_until="commit")
    visitor.page.evaluate("() => fetch('https://example.org/').catch(() => {})")
    assert any(fault.startswith("a call elsewhere") for fault in visitor.faults)
    visitor.faults.clear()
