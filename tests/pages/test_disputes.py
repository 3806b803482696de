"""The pages of disputes: opened by a form, heard at the desk, decided with effects; who may see and send what."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.pages import telling
from fixtures import people
from scheduler import calendar, queries
from scheduler.ids import new_id, new_receipt
from scheduler.models import Booking, CallBack, Round, SpaceShare, StaffLock, Violation
from scheduler.office import Office
from scheduler.usecases import invoices
from scheduler.usecases.invoices import Bill
from solvers.parking.generate import Scale
from tests.pages.street import Street, actor_of, add_account, add_street, own_rows, publish, rows_of
from tests.pages.test_fees import LINE
from tests.pages.test_rooms_browser import looked_at
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor", "committee", "council")
KNOWING = ("coordinator", "auditor", "committee", "council")
DISPUTES_SEEN = {
    "/communities/{slug}/disputes": PARTS,
    "/mine/disputes": PARTS[1:],
    "/mine/disputes/new": ("resident",),
    "/mine/disputes/{dispute}": ("resident",),
    "/counter/people/{member}/disputes": ("property_staff", "coordinator"),
    "/office/disputes": KNOWING,
    "/office/disputes/{dispute}": KNOWING,
}
DISPUTES_SENT = {
    "/mine/disputes/new": ("resident",),
    "/mine/disputes/{dispute}/run": ("resident",),
    "/counter/people/{member}/disputes": ("property_staff", "coordinator"),
    "/office/disputes/{dispute}/sides": ("committee", "council"),
    "/office/disputes/{dispute}/run": ("committee", "council"),
}
STATEMENT = "Two lost rounds were left out <of my points>."


@dataclass(frozen=True)
class Court:
    """A street with a public notice, and accounts that hear disputes."""

    street: Street

    def login(self, part: str) -> str:
        return self.street.login(part)


@pytest.fixture(scope="module")
def court(streets_office: Office) -> Court:
    street = add_street(streets_office, "hazel", Scale(2, 20, 60))
    publish(street)
    with streets_office.database.writing() as session:
        covenant = queries.community.covenant(session, street.community_id, 1)
        covenant.settings = {**covenant.settings, "disputes": {"most_neighbour_cases": 100}}
    for role in ("committee", "council"):
        add_account(street, f"{role}@hazel", role)
    return Court(street)


def ground(court: Court) -> str:
    """What the resident disputes: the decision on their registration."""
    return f"decision:{own_rows(court.street)[0].id}"


def case_of(reader: Reader, court: Court, **changed: str) -> str:
    """The address of a case on a neighbour that the resident opened just now, the one before taken back."""
    client = reader(court.login("resident"))
    for place in set(client.get("/mine/disputes").text.split('"')):
        if place.startswith("/mine/disputes/") and not place.endswith("/new"):
            client.post(f"{place}/withdraw")
    answer = client.post("/mine/disputes/new", data={"ground": "neighbour", "statement": STATEMENT, **changed})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/mine/disputes/")


def test_a_statement_of_several_lines_is_taken_as_browsers_send_it(reader: Reader, court: Court) -> None:
    case = case_of(reader, court, statement="车位被占。\r\n\r\n请协调 💥 <script>")
    told = reader(court.login("resident")).get(f"/mine/disputes/{case}").text
    answer = reader(court.login("resident")).post(f"/mine/disputes/{case}/note", data={"text": "第一行\r\n第二行"})
    noted = reader(court.login("resident")).get(f"/mine/disputes/{case}").text

    assert "车位被占。\n\n请协调 💥 &lt;script&gt;" in told
    assert (answer.status_code, "第一行\n第二行" in noted) == (303, True)


def test_pages_and_forms_of_disputes_are_for_those_whom_they_concern(reader: Reader, court: Court) -> None:
    things = {"slug": "hazel", "member": own_rows(court.street)[0].member_id, "dispute": case_of(reader, court)}
    clients = {part: reader(court.login(part) if part else None) for part in PARTS}
    seen = {
        place: tuple(part for part in PARTS if clients[part].get(place.format(**things)).status_code == 200)
        for place in DISPUTES_SEEN
    }
    taken = {
        place: tuple(
            part
            for part in PARTS
            if clients[part].post(place.replace("/run", "/note").format(**things), data={"text": "x"}).status_code
            not in (401, 403, 404)
        )
        for place in DISPUTES_SENT
    }

    assert seen == DISPUTES_SEEN
    assert taken == DISPUTES_SENT


def test_a_case_is_opened_heard_and_decided_by_forms(reader: Reader, court: Court) -> None:
    resident, mediator, council = (reader(court.login(part)) for part in ("resident", "committee", "council"))
    form = {"ground": ground(court), "statement": STATEMENT}
    listed = resident.get("/mine/disputes/new").text
    case = resident.post("/mine/disputes/new", data=form).headers["location"].removeprefix("/mine/disputes/")
    desk = f"/office/disputes/{case}"

    assert (form["ground"] in listed, resident.post("/mine/disputes/new", data=form).status_code) == (True, 409)
    assert mediator.post(f"{desk}/mediate").status_code == 303
    at = (now_of(court) + timedelta(days=2)).strftime("%Y-%m-%dT10:00")
    assert mediator.post(f"{desk}/hearing", data={"version": "2", "at": at}).headers["location"] == desk
    mediator.post(f"{desk}/note", data={"text": "Spoke to the clerk.", "inner": "yes"})
    resident.post(f"/mine/disputes/{case}/note", data={"text": "The letters are attached."})
    heard = resident.get(f"/mine/disputes/{case}").text
    assert ("Spoke to the clerk." in heard, "The letters are attached." in heard) == (False, True)
    assert "&lt;of my points&gt;" in heard
    mediator.post(f"{desk}/refer", data={"reason": "No agreement."})
    site = court_site(court)
    wrong = {"reason": "Overlooked.", "upheld": "yes", "effect_2": f"pin:{new_id()}", "place_2": f"site:{site}"}
    again = council.post(f"{desk}/decide", data={**wrong, "deed": "decide"})
    assert (again.status_code, 'id="effect_2-wrong"' in again.text, "Overlooked." in again.text) == (422, True, True)
    mine = own_rows(court.street)[0].id
    points = {"reason": "x", "upheld": "yes", "effect_3": f"correct_points:{mine}", "amount_3": "9" * 12}
    refused = council.post(f"{desk}/decide", data=points)
    assert (refused.status_code, 'id="amount_3-wrong"' in refused.text) == (422, True)
    decided = council.post(f"{desk}/decide", data={**wrong, "effect_2": f"pin:{mine}"})

    assert decided.status_code == 303
    told = resident.get(f"/mine/disputes/{case}").text
    assert [words in told for words in ("Decided", "Overlooked.", "Give a place")] == [True, True, True]
    assert locks_of(court, mine) == [("fix", site)]
    receipt = resident.get(f"/mine/disputes/{case}").text.partition('class="receipt">')[2][:16]
    office = reader(court.login("coordinator"))
    planned = office.get(f"/office/rounds/{court.street.round_id}").text
    assert receipt in planned.partition("Decisions that wait for a plan")[2]


def now_of(court: Court) -> datetime:
    with court.street.office.database.reading() as session:
        return court.street.office.database.now(session)


def court_site(court: Court) -> UUID:
    with court.street.office.database.reading() as session:
        return queries.supply.sites_of(session, court.street.community_id)[0].id


def locks_of(court: Court, registration: UUID) -> list[tuple[str, UUID | None]]:
    with court.street.office.database.reading() as session:
        locks: list[StaffLock] = queries.dispute_matters.locks_on(session, registration)
        return [(lock.kind, lock.site_id) for lock in locks]


def test_what_was_written_stays_in_a_form_that_is_refused(reader: Reader, court: Court) -> None:
    form = {"ground": "neighbour", "statement": STATEMENT, "plate": "no plate"}
    answer = reader(court.login("resident")).post("/mine/disputes/new", data=form)

    assert (answer.status_code, "&lt;of my points&gt;" in answer.text) == (422, True)
    assert 'id="plate-wrong"' in answer.text


def test_a_clerk_opens_a_case_for_somebody_who_calls(reader: Reader, court: Court) -> None:
    row = rows_of(court.street, "allocated", "waitlisted", "refused")[0]
    clerk = reader(court.login("property_staff"))
    place = f"/counter/people/{row.member_id}/disputes"
    form = {"ground": f"decision:{row.id}", "statement": "As told by telephone.", "channel": "hotline"}

    answer = clerk.post(place, data=form)

    assert row.receipt in clerk.get(place).text
    assert "As told by telephone." in clerk.get(answer.headers["location"]).text
    assert reader(court.login("resident")).get(answer.headers["location"]).status_code == 404


def test_names_are_shown_to_those_who_hear_a_case_when_they_ask(reader: Reader, court: Court) -> None:
    place = f"/office/disputes/{case_of(reader, court)}"
    mediator = reader(court.login("committee"))

    assert people.name_of(0) not in mediator.get(place).text
    assert people.name_of(0) in mediator.post(f"{place}/sides").text


def test_the_office_sees_that_there_is_a_case_and_not_what_it_says(reader: Reader, court: Court) -> None:
    page = reader(court.login("coordinator")).get(f"/office/disputes/{case_of(reader, court)}").text

    assert ("&lt;of my points&gt;" in page, "for the sides and for those who hear the case" in page) == (False, True)
    assert "Begin the mediation" in page


# ---- what a case is about


@dataclass(frozen=True)
class Matters:
    """What the resident may dispute besides a decision, as it is told in English, by its ground."""

    violation: Violation
    told: Mapping[str, str]


@pytest.fixture(scope="module")
def matters(court: Court) -> Matters:
    """An invoice, a violation that costs something, a space that was called back, and a booking; all the resident's."""
    street, actor = court.street, actor_of(court.street, "coordinator")
    row = own_rows(street)[0]
    assert row.vehicle_id is not None
    named: dict[str, Any] = {"community_id": street.community_id, "member_id": row.member_id}
    with street.office.database.writing() as session:
        site = queries.supply.sites_of(session, street.community_id)[0]
        space = queries.supply.spaces_of(session, site.id)[0]
        now = street.office.database.now(session)
        since, until = now - timedelta(hours=3), now - timedelta(hours=2)
        ago = {"starts_at": since, "ends_at": until}
        bill = Bill(row.member_id, site.id, "test", new_id(), 1, "shared", [LINE], "2026-05")
        invoice = invoices.issue(session, actor, bill, now)
        assert invoice is not None
        offer = {"space_id": space.id, "windows": [], "first": calendar.date_of(now, calendar.ZONE)}
        share = SpaceShare(id=new_id(), channel="web", offered_at=now, **named, **offer)
        booking = Booking(id=new_id(), receipt=new_receipt(), channel="web", created_at=now, **named, **ago)
        booking.resource_id = space.resource_id
        late = Violation(id=new_id(), kind="overstay", state="charged", minutes=61, fen=500, at=now, **named)
        late.vehicle_id = row.vehicle_id
        late.site_id, late.recorded_at = site.id, now
        late.counts_until = now + timedelta(days=30)
        session.add_all([share, booking, late])
        session.flush()
        call = CallBack(id=new_id(), community_id=street.community_id, share_id=share.id, space_id=space.id, **ago)
        call.state, call.asked_at = "given_back", now - timedelta(days=1)
        session.add(call)
        round_ = session.get_one(Round, row.round_id)
        at, span = telling.moment(now, calendar.ZONE, "en"), telling.span(since, until, calendar.ZONE, "en")
        return Matters(
            late,
            {
                f"decision:{row.id}": f"{row.receipt} · {round_.title_en}",
                f"fee:{invoice.id}": f"Invoice no. {invoice.number} for May 2026 · 280.00 yuan",
                f"violation:{late.id}": f"stayed too long · 61 min · {at} · 5.00 yuan",
                f"owner_return:{call.id}": f"Space {space.code}, {site.name_en} · {span}",
                f"booking:{booking.id}": f"{booking.receipt} · {span}",
            },
        )


def plain(markup: str) -> str:
    """The words of a piece of a page."""
    return " ".join(unescape(re.sub("<[^>]+>", "", markup)).split())


def test_grounds_are_told_as_their_person_knows_them(reader: Reader, court: Court, matters: Matters) -> None:
    page = reader(court.login("resident")).get("/mine/disputes/new").text
    found = dict(re.findall(r'name="ground" value="([^"]+)"[^>]*>.*?<small>(.*?)</small></span></label>', page, re.S))

    assert {ground: plain(text) for ground, text in found.items() if ground.partition(":")[0] != "decision"} == {
        ground: told for ground, told in matters.told.items() if ground.partition(":")[0] != "decision"
    }
    decided = next(ground for ground in matters.told if ground.startswith("decision:"))
    assert plain(found[decided]).startswith(f"{matters.told[decided]} · ")


@pytest.mark.parametrize("about", ["fee", "owner_return", "booking"])
def test_a_case_tells_its_matter_to_those_who_hear_it(
    reader: Reader, court: Court, matters: Matters, about: str
) -> None:
    ground = next(one for one in matters.told if one.startswith(f"{about}:"))
    client = reader(court.login("resident"))
    place = client.post("/mine/disputes/new", data={"ground": ground, "statement": STATEMENT}).headers["location"]
    case = place.removeprefix("/mine/disputes/")
    pages = [client.get(place).text, reader(court.login("committee")).get(f"/office/disputes/{case}").text]
    client.post(f"{place}/withdraw")

    told = [re.search(r"<dt>What is disputed</dt><dd>(.*?)</dd>", page, re.S) for page in pages]
    assert [plain(one[1]) if one else "" for one in told] == [matters.told[ground]] * 2


def test_a_violation_that_a_case_is_not_about_is_told_by_its_kind_and_day(
    reader: Reader, court: Court, matters: Matters
) -> None:
    late, mediator, client = matters.violation, reader(court.login("committee")), reader(court.login("resident"))
    found = []
    for form in ({"ground": "neighbour"}, {"ground": f"violation:{late.id}"}):
        case = case_of(reader, court, **form)
        mediator.post(f"/office/disputes/{case}/mediate")
        page = mediator.get(f"/office/disputes/{case}").text
        option = re.search(rf'<option value="waive:{late.id}">(.*?)</option>', page)
        assert option is not None
        found.append(plain(option[1]).partition("who opened it · ")[2])
        client.post(f"/mine/disputes/{case}/withdraw")

    day = telling.day(calendar.date_of(late.at, calendar.ZONE), "en")
    assert found == [f"stayed too long · {day}", matters.told[f"violation:{late.id}"]]


def test_an_invoice_that_may_be_waived_is_told_as_one(reader: Reader, court: Court, matters: Matters) -> None:
    ground = next(one for one in matters.told if one.startswith("fee:"))
    case = case_of(reader, court)
    mediator = reader(court.login("committee"))
    mediator.post(f"/office/disputes/{case}/mediate")
    page = mediator.get(f"/office/disputes/{case}").text

    option = re.search(rf'<option value="waive:{ground.partition(":")[2]}">(.*?)</option>', page)
    assert option is not None
    assert plain(option[1]).endswith(f"who opened it · {matters.told[ground].partition(' for ')[0]}")


def test_small_numbers_and_years_to_come_are_not_told(reader: Reader, court: Court) -> None:
    year = now_of(court).year
    place = "/communities/hazel/disputes"

    assert "Too few to tell: A decision on a registration" in reader().get(place).text
    assert [reader().get(f"{place}?year={one}").status_code for one in (year - 1, year + 1, "soon")] == [200, 404, 404]


def test_whoever_hears_disputes_begins_at_their_desk(reader: Reader, court: Court) -> None:
    for part in ("committee", "council"):
        desk = reader(court.login(part))
        for place in ("/office/disputes", "/office/covenant", "/office/review"):
            assert f'<a href="{place}" aria-current="page">' in desk.get(place).text
        assert desk.get("/office/covenant").text.count('href="/office/covenant"') == 1
        assert "First page" in desk.get("/office/disputes?after=50").text
    answer = reader().post("/sign-in", data={"login": court.login("council"), "password": "tide-and-moon-42"})
    assert answer.headers["location"] == "/office/disputes"


def test_pages_of_disputes_are_accessible_and_fit_a_narrow_screen(visit: Visit, reader: Reader, court: Court) -> None:
    case = case_of(reader, court)
    reader(court.login("committee")).post(f"/office/disputes/{case}/refer", data={"reason": "No agreement."})
    for part, places in {
        "resident": ("/mine/disputes", "/mine/disputes/new", f"/mine/disputes/{case}", "/communities/hazel/disputes"),
        "council": ("/office/disputes", f"/office/disputes/{case}"),
    }.items():
        visitor = visit("narrow", "zh")
        visitor.sign_in(court.login(part))
        for place in places:
            looked_at(visitor, place)
