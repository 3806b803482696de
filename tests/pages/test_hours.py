"""The pages of the time bank: who may see them, what they tell, and the record of service as it is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from fixtures import people
from scheduler import queries
from scheduler.actors import ADMIN, AUDITOR, COORDINATOR, RESIDENT, Actor
from scheduler.ids import new_receipt
from scheduler.models import AuditEntry, Covenant, Role, ServiceRecord, Volunteer
from scheduler.office import Office
from scheduler.privacy import Vault, masked_name
from scheduler.usecases import hours, hours_corrections, hours_transfers, service_records
from tests import rosters_town
from tests.pages.street import KNOWN, Street, actor_of, add_street
from tests.pages.test_browser import SCREENS
from tests.pages.test_rooms_browser import looked_at
from tests.pages.visiting import Visitor
from tests.rosters_town import LESSON, VISIT
from tests.town import Clock, Town

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor")
HOURS_SEEN = {
    "/mine/hours": ("resident",),
    "/mine/hours/certificate": ("resident",),
    "/mine/hours/records/{service_record}": ("resident", "coordinator"),
    "/office/volunteers/{volunteer}/certificate": ("coordinator",),
    "/hours/verify": PARTS,
    "/hours/verify/{record_code}": PARTS,
}
HOURS_SENT = {
    "/mine/hours/certificate/issue": ("resident",),
    "/office/volunteers/{volunteer}/certificate/issue": ("coordinator",),
}


@dataclass(frozen=True)
class HoursStreet:
    """A street whose resident was on two shifts in the last days, gave some minutes back, and has a record of it.

    `credited` is what the first of the shifts brought.
    """

    street: Street
    volunteer: UUID
    days: tuple[date, date]
    credited: UUID
    paper: ServiceRecord

    def login(self, part: str) -> str:
        return self.street.login(part)


@pytest.fixture(scope="module")
def hours_street(streets_office: Office) -> HoursStreet:
    return add_hours(add_street(streets_office, "alder"))


def add_hours(street: Street) -> HoursStreet:
    """Let the resident of a street have served."""
    town = town_of(street)
    today = town.clock.now.astimezone(rosters_town.ZONE).date()
    days = (today - timedelta(days=3), today - timedelta(days=2))
    database, coordinator = street.office.database, town.coordinator

    def served(session: Any) -> HoursStreet:
        session.get_one(Covenant, (street.community_id, 1)).settings = {"hours": {"shown_to": 5}}
        round_id = rosters_town.round_row(session, town, "service", days[0], today, state="published")
        volunteer = rosters_town.volunteer_row(session, town, 0, receipt=new_receipt())
        places, rows = {"HALL": rosters_town.point_row(session, town, "HALL", 0, 0)}, []
        for at, (day, terms, minutes) in enumerate(zip(days, (LESSON, VISIT), (83, 60), strict=True)):
            told = (f"served{at}", day, "09:00", 90, "HALL", terms)
            shift = rosters_town.shift_row(session, town, round_id, places, told)
            seat = rosters_town.seat_row(session, town, volunteer, shift, "teacher", "confirmed")
            credit: dict[str, Any] = {"seat_id": seat, "minutes": minutes, "reason": "On the paper list."}
            rows.append(hours.credit_seat(session, actor=coordinator, now=town.clock.now, **credit).id)
        meals: dict[str, Any] = {"volunteer_id": volunteer, "minutes": 20, "reason": "Meals brought."}
        hours_transfers.redeem(session, actor=coordinator, now=town.clock.now, **meals)
        paper = issue(session, coordinator, street.office.vault, volunteer, town.clock.now)
        return HoursStreet(street, volunteer, days, rows[0], paper)

    return database.transact(served)


def issue(session: Any, actor: Actor, vault: Vault, volunteer: UUID, now: datetime) -> ServiceRecord:
    wanted: dict[str, Any] = {"vault": vault, "volunteer_id": volunteer}
    return service_records.issue(session, actor=actor, now=now, **wanted)


def town_of(street: Street) -> Town:
    """The street as the roster's rows are built in it."""
    clock = Clock()
    with street.office.database.reading() as session:
        clock.now = street.office.database.now(session)
    office = {name: actor_of(street, COORDINATOR) for name in (COORDINATOR, ADMIN, "auditor", "staff")}
    resident = (actor_of(street, RESIDENT),)
    return Town(street.office, clock, street.community_id, street.round_id, resident, (), (), {}, {}, **office)


@pytest.mark.parametrize("place", HOURS_SEEN)
def test_pages_of_hours_are_shown_to_those_whom_they_concern(
    reader: Reader, hours_street: HoursStreet, place: str
) -> None:
    address = address_of(hours_street, place)
    seen = [
        part for part in PARTS if reader(hours_street.login(part) if part else None).get(address).status_code == 200
    ]

    assert tuple(seen) == HOURS_SEEN[place]


def address_of(street: HoursStreet, place: str) -> str:
    return place.format(volunteer=street.volunteer, service_record=street.paper.id, record_code=street.paper.code)


@pytest.mark.parametrize("place", HOURS_SENT)
def test_a_record_is_issued_to_those_whom_it_concerns(reader: Reader, hours_street: HoursStreet, place: str) -> None:
    before = len(papers(hours_street))
    answers = {
        part: reader(hours_street.login(part) if part else None).post(address_of(hours_street, place), data={})
        for part in PARTS
    }

    assert tuple(part for part, answer in answers.items() if answer.status_code == 303) == HOURS_SENT[place]
    assert len(papers(hours_street)) == before + 1


def receipt_of(street: HoursStreet) -> str:
    """The volunteer's number."""
    with street.street.office.database.reading() as session:
        return session.get_one(Volunteer, street.volunteer).receipt


def papers(street: HoursStreet) -> list[ServiceRecord]:
    """Records of the volunteer, the newest first."""
    with street.street.office.database.reading() as session:
        return queries.hours.records(session, street.volunteer, 100)


def test_a_volunteer_of_another_community_is_not_there(
    reader: Reader, hours_street: HoursStreet, open_street: Street
) -> None:
    stranger = reader(open_street.login("coordinator"))

    assert stranger.get(f"/office/volunteers/{hours_street.volunteer}/certificate").status_code == 404
    assert stranger.get(f"/mine/hours/records/{hours_street.paper.id}").status_code == 404


def test_the_account_is_told_in_hours_as_the_covenant_rounds_them(reader: Reader, hours_street: HoursStreet) -> None:
    page = reader(hours_street.login("resident")).get("/mine/hours").text

    assert '<p class="huge">2 h 0 min</p>' in page
    assert [part in page for part in ("1 h 20 min", "1 h 0 min", "−20 min", "Meals brought.")] == [True] * 4
    assert "Shown to 5 minutes; every minute is kept." in page


def test_months_are_leafed_through_and_other_words_refused(reader: Reader, hours_street: HoursStreet) -> None:
    client = reader(hours_street.login("resident"))
    early = client.get("/mine/hours?month=2026-01").text

    assert ('href="/mine/hours?month=2025-12"' in early, 'href="/mine/hours?month=2026-02"' in early) == (True, True)
    assert "Meals brought." not in early
    assert client.get("/mine/hours?month=soon").status_code == 422


def test_the_record_of_service_counts_what_was_served_in_the_period(reader: Reader, hours_street: HoursStreet) -> None:
    client, day = reader(hours_street.login("resident")), hours_street.days[1].isoformat()
    whole = client.get("/mine/hours/certificate").text
    part = client.get(f"/mine/hours/certificate?first={day}&last={day}").text

    assert people.name_of(KNOWN) in whole
    assert "Shifts served: 2; time served: 2 h 20 min." in whole
    assert "Shifts served: 1; time served: 1 h 0 min." in part
    assert [words in part for words in ("Visits to elders", "Classes")] == [True, False]
    assert 'href="/mine/hours"' in client.get("/mine/shifts").text


@pytest.mark.parametrize(
    ("first", "last", "field"), [("2026-02-01", "2026-01-01", "last"), ("soon", "2026-01-01", "first")]
)
@pytest.mark.parametrize("sends", [False, True])
@pytest.mark.parametrize("part", ["resident", "coordinator"])
def test_a_wrong_period_is_told_at_its_field_and_nothing_is_lost(
    reader: Reader, hours_street: HoursStreet, part: str, sends: bool, first: str, last: str, field: str
) -> None:
    client, before = reader(hours_street.login(part)), len(papers(hours_street))
    own = "/mine/hours/certificate"
    place = own if part == "resident" else address_of(hours_street, "/office/volunteers/{volunteer}/certificate")
    given = {"first": first, "last": last}
    answer = client.post(f"{place}/issue", data=given) if sends else client.get(place, params=given)
    page = answer.text

    assert (answer.status_code, re.findall(r'id="(\w+)-wrong"', page)) == (422, [field])
    assert [f'value="{text}"' in page for text in (first, last)] == [True, True]
    assert (f'<form class="sheet no-print" method="get" action="{place}"' in page, "Issue this record" in page) == (
        True, False,
    )  # fmt: skip
    assert len(papers(hours_street)) == before


def test_before_it_is_issued_a_record_says_that_it_is_a_preview_and_certifies_nothing(
    reader: Reader, hours_street: HoursStreet
) -> None:
    client, row = reader(hours_street.login("resident")), hours_street.paper
    preview = client.get("/mine/hours/certificate").text
    paper = client.get(f"/mine/hours/records/{row.id}").text

    assert [("not issued yet" in page, "This is to certify that" in page) for page in (preview, paper)] == [
        (True, False), (False, True),
    ]  # fmt: skip
    assert [f'<dd class="receipt">{row.code}</dd>' in page for page in (preview, paper)] == [False, True]
    assert re.findall(r'<form class="[^"]+" method="\w+"', preview.partition("<main")[2]) == [
        '<form class="sheet no-print" method="get"',
        '<form class="certify no-print" method="post"',
    ]


def test_who_only_looks_on_is_offered_no_record_that_they_could_not_issue(
    reader: Reader, hours_street: HoursStreet
) -> None:
    volunteer = reader(hours_street.login("resident"))
    with in_the_role_of(hours_street, AUDITOR):
        page = volunteer.get("/mine/hours/certificate")
        refused = volunteer.post("/mine/hours/certificate/issue", data={})

    assert (page.status_code, "Shifts served: 2" in page.text, "Issue this record" in page.text) == (200, True, False)
    assert refused.status_code == 403


@contextmanager
def in_the_role_of(street: HoursStreet, role: str) -> Iterator[None]:
    """Let the volunteer's account have another role for a while."""
    account, database = actor_of(street.street, RESIDENT).account_id, street.street.office.database

    def become(name: str) -> None:
        with database.writing() as session:
            session.query(Role).filter_by(account_id=account).one().name = name

    become(role)
    try:
        yield
    finally:
        become(RESIDENT)


def test_it_is_noted_that_the_office_read_a_record(reader: Reader, hours_street: HoursStreet) -> None:
    def noted() -> int:
        with hours_street.street.office.database.reading() as session:
            return session.query(AuditEntry).filter_by(action="hours.certify").count()

    before = noted()
    reader(hours_street.login("resident")).get("/mine/hours/certificate")
    own = noted()
    reader(hours_street.login("coordinator")).get(f"/office/volunteers/{hours_street.volunteer}/certificate")

    assert (own, noted()) == (before, before + 1)


def test_a_form_that_is_sent_twice_issues_one_record_which_the_office_finds_again(
    reader: Reader, hours_street: HoursStreet
) -> None:
    clerk = reader(hours_street.login("coordinator"))
    place = f"/office/volunteers/{hours_street.volunteer}/certificate"
    key = re.search(r'name="once" value="([^"]+)"', clerk.get(place).text)
    assert key is not None
    before = len(papers(hours_street))
    form = {"once": key[1], "first": hours_street.days[0].isoformat(), "last": hours_street.days[0].isoformat()}
    answers = [clerk.post(f"{place}/issue", data=form) for _ in range(2)]
    made = papers(hours_street)

    assert [answer.headers["location"] for answer in answers] == [f"/mine/hours/records/{made[0].id}"] * 2
    assert (len(made), made[0].shifts, made[0].minutes) == (before + 1, 1, 83)
    assert f'href="/mine/hours/records/{made[0].id}"' in clerk.get(place).text


def test_what_cannot_be_issued_is_told_on_the_same_page(reader: Reader, hours_street: HoursStreet) -> None:
    client, before = reader(hours_street.login("resident")), len(papers(hours_street))
    early = {"first": "2025-01-01", "last": "2025-01-31"}
    late = {"first": hours_street.days[0].isoformat(), "last": (hours_street.days[0] + timedelta(days=90)).isoformat()}
    nothing, to_come = (client.post("/mine/hours/certificate/issue", data=form) for form in (early, late))

    assert (nothing.status_code, "No service is credited in this period" in nothing.text) == (409, True)
    assert (to_come.status_code, 'id="last-wrong"' in to_come.text, late["last"] in to_come.text) == (422, True, True)
    assert "Issue this record" not in client.get("/mine/hours/certificate?first=2025-01-01&last=2025-01-31").text
    assert len(papers(hours_street)) == before


def test_a_stranger_reads_what_the_paper_says_and_nothing_of_a_person(
    reader: Reader, hours_street: HoursStreet
) -> None:
    row = hours_street.paper
    paper = reader(hours_street.login("resident")).get(f"/mine/hours/records/{row.id}").text
    check = reader().get(f"/hours/verify/{row.code}")

    assert (f"/hours/verify/{row.code}" in paper, "<svg" in paper, people.name_of(KNOWN) in paper) == (True,) * 3
    kept = [check.headers[name] for name in ("cache-control", "referrer-policy", "x-robots-tag")]
    assert (check.status_code, kept) == (200, ["no-store", "no-referrer", "noindex, nofollow"])
    told = (
        "This record was issued as printed.",
        receipt_of(hours_street),
        "2 h 20 min",
        masked_name(people.name_of(KNOWN)),
    )
    assert [words in check.text for words in told] == [True] * 4
    assert people.name_of(KNOWN) not in check.text
    assert "corrected or added since" not in check.text


def test_a_code_is_typed_and_one_that_is_mistyped_is_not_told_to_be_unknown(
    reader: Reader, hours_street: HoursStreet
) -> None:
    stranger = reader()
    typed = stranger.get("/hours/verify", params={"code": f" {hours_street.paper.code.lower().replace('-', '')} "})
    mistyped, unknown = (stranger.get(f"/hours/verify/{code}") for code in ("ABCD-EFGH-JKMN-P8", new_receipt()))

    assert (typed.status_code, "This record was issued as printed." in typed.text) == (200, True)
    assert (mistyped.status_code, mistyped.text.count("The code is incomplete or wrong.")) == (422, 1)
    assert 'value="ABCD-EFGH-JKMN-P8"' in mistyped.text
    assert (unknown.status_code, "No record of service was issued with this code." in unknown.text) == (404, True)


def test_the_whole_address_may_be_pasted_and_the_next_paper_is_checked_below_the_last(
    reader: Reader, hours_street: HoursStreet
) -> None:
    stranger, code = reader(), hours_street.paper.code
    for text in (f"https://tide.example.org/hours/verify/{code}", f" tide.example.org/hours/verify/{code}/ "):
        page = stranger.get("/hours/verify", params={"code": text}).text
        assert "This record was issued as printed." in page, text
        assert re.findall(r'<input id="code" name="code" value="(.*?)"', page) == [""], text
    long = stranger.get("/hours/verify", params={"code": f"{code} {code} {code}"}).text

    assert (f'value="{code} {code} {code}"' in long, "maxlength" in long) == (True, False)
    assert 'href="/hours/verify"' in stranger.get("/how/alder").text


@pytest.mark.parametrize(("device", "language"), SCREENS)
def test_pages_of_hours_are_accessible_and_fit_the_screen(
    visit: Visit, hours_street: HoursStreet, device: str, language: str
) -> None:
    visitor = visit(device, language)
    visitor.sign_in(hours_street.login("resident"))
    for place in (
        "/mine/hours",
        "/mine/hours/certificate",
        "/mine/hours/records/{service_record}",
        "/hours/verify/{record_code}",
    ):
        looked_at(visitor, address_of(hours_street, place))
    visitor.expect_refusal()
    looked_at(visitor, "/hours/verify/ABCD")


def test_a_record_of_service_is_printed_without_what_belongs_to_the_screen(
    visit: Visit, hours_street: HoursStreet
) -> None:
    visitor = visit("narrow", "zh", script=False)
    visitor.sign_in(hours_street.login("resident"))
    page = visitor.page
    page.goto("/mine/hours")
    page.click("text=开具服务记录证明")
    expect(page.locator("h1")).to_have_text("志愿服务记录证明（预览，尚未出具）")
    page.fill("#first", hours_street.days[1].isoformat())
    page.fill("#last", hours_street.days[1].isoformat())
    page.click("text=按此期间显示")
    expect(page.locator(".lead")).to_contain_text("参加志愿服务 1 次，累计 1 小时 0 分钟")
    page.click("main .certify button")
    expect(page.locator("h1")).to_have_text("志愿服务记录证明")
    expect(page.locator("figure")).to_contain_text("扫码核验")
    page.emulate_media(media="print")

    expect(page.locator("form:visible")).to_have_count(0)
    expect(page.locator("header nav:visible")).to_have_count(0)
    expect(page.locator(".seal")).to_be_visible()
    expect(page.locator("svg.qr")).to_be_visible()
    expect(page.locator(".certificate")).to_contain_text(f"/hours/verify/{papers(hours_street)[0].code}")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("出具证明", "该证明确由本社区出具。", "出具后服务时长有更正或补记", "现无有效服务记录")),
        pytest.param(
            "en",
            ("Issue this record", "This record was issued as printed.", "corrected or added", "nothing stands"),
            marks=pytest.mark.study,
        ),
    ],
)
def test_a_stranger_checks_on_a_phone_what_a_volunteer_issued_and_reads_what_was_corrected_since(
    visit: Visit, streets_office: Office, language: str, words: tuple[str, ...]
) -> None:
    served = add_hours(add_street(streets_office, f"lantana-{language}"))
    button, issued, corrected, nothing = words
    volunteer, stranger = (visit("phone", language) for _ in range(2))
    volunteer.sign_in(served.login("resident"))
    volunteer.page.goto("/mine/hours/certificate")
    volunteer.page.get_by_role("button", name=button).click()
    volunteer.page.wait_for_url("**/mine/hours/records/*")
    code = papers(served)[0].code
    expect(volunteer.page.locator(".certificate")).to_contain_text(code)
    of_a_day = paper_of(served, served.days[0])

    page = stranger.page
    page.goto("/hours/verify")
    page.fill("#code", code.lower())
    page.click("main button")
    verdict = page.locator(".verdict")
    expect(verdict).to_have_text(issued)
    expect(verdict).to_have_class("verdict yes")
    take_back(served)
    for checked, told in ((code, corrected), (of_a_day, nothing)):
        page.fill("#code", checked)
        page.click("main button")
        expect(verdict).to_have_class("verdict warn")
        expect(verdict.locator("b")).to_contain_text(told)
        assert (stranger.violations(), stranger.overflows()) == ([], False)


def paper_of(street: HoursStreet, day: date) -> str:
    """The code of a record of a day that the office issued."""
    office, clerk = street.street.office, actor_of(street.street, COORDINATOR)
    with office.database.writing() as session:
        wanted: dict[str, Any] = {"vault": office.vault, "volunteer_id": street.volunteer, "first": day, "last": day}
        return service_records.issue(session, actor=clerk, now=office.database.now(session), **wanted).code


def take_back(street: HoursStreet) -> None:
    """Take back what the first of the two shifts brought."""
    database, coordinator = street.street.office.database, actor_of(street.street, COORDINATOR)
    why: dict[str, Any] = {"transaction_id": street.credited, "minutes": 0, "reason": "Was somebody else."}
    with database.writing() as session:
        hours_corrections.correct(session, actor=coordinator, now=database.now(session), **why)
