"""Answers at the counter and on one's own page: given once, in time, and only by those whose they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi.testclient import TestClient

from api.pages import telling
from scheduler import queries
from scheduler.models import Registration, Site, Space
from scheduler.usecases import messages
from tests.pages.conftest import OTHER_ZONE
from tests.pages.rooms_street import RoomsStreet
from tests.pages.street import HOTLINE, Street, add_account, own_rows, rows_of

Reader = Callable[..., TestClient]
IN_CHINESE = {"Accept-Language": "zh"}


def place_of(row: Registration) -> str:
    return f"/counter/registrations/{row.id}"


def state_of(street: Street, row: Registration) -> str:
    with street.office.database.reading() as session:
        return session.get_one(Registration, row.id).state


def test_a_clerk_accepts_declines_and_withdraws_for_people_who_came(reader: Reader, answering_street: Street) -> None:
    client = reader(answering_street.login("property_staff"))
    first, second = rows_of(answering_street, "allocated")[:2]
    offered = re.findall(rf'href="{place_of(first)}/(\w+)"', client.get(place_of(first)).text)
    asked = client.get(f"{place_of(first)}/accept").text
    done = [client.post(f"{place_of(row)}/{answer}") for row, answer in ((first, "accept"), (second, "decline"))]

    assert offered == ["accept", "decline"]
    assert "You answer for the person who asked you to" in asked
    assert [answer.headers["location"] for answer in done] == [place_of(first), place_of(second)]
    assert [state_of(answering_street, row) for row in (first, second)] == ["accepted", "declined"]
    assert "Give the space up?" in client.get(f"{place_of(first)}/withdraw").text
    client.post(f"{place_of(first)}/withdraw")
    assert state_of(answering_street, first) == "withdrawn"


def test_a_double_tap_is_no_fault_and_another_answer_is_refused_in_plain_words(
    reader: Reader, answering_street: Street
) -> None:
    client = reader(answering_street.login("property_staff"))
    row = rows_of(answering_street, "allocated")[0]
    taps = [client.post(f"{place_of(row)}/decline") for _ in range(2)]
    other = client.post(f"{place_of(row)}/accept", headers=IN_CHINESE)

    assert [(tap.status_code, tap.headers["location"]) for tap in taps] == [(303, place_of(row))] * 2
    assert other.status_code == 409
    assert "登记目前的状态（已放弃）不能进行此操作；需要的状态：已分配。" in other.text
    assert f'href="{place_of(row)}/accept"' in other.text


def test_a_double_tap_on_ones_own_page_leads_there(reader: Reader, answering_street: Street) -> None:
    client = reader(answering_street.login("resident"))
    row = next(row for row in own_rows(answering_street) if row.state == "allocated")

    asked = client.get(f"/mine/{row.id}/accept").text
    with answering_street.office.database.reading() as session:
        right = queries.quotes.right_of(session, row.id)
        assert right is not None
        spaces = [session.get_one(Space, UUID(one)) for one in right.space_ids]
        told = f"<b>{session.get_one(Site, right.site_id).name_en}</b> {' · '.join(space.code for space in spaces)}"

    assert (told in asked, *(line in asked for line in telling.hours(row.uses, "en"))) == (True,) * (1 + len(row.uses))
    for _ in range(2):
        assert client.post(f"/mine/{row.id}/accept").headers["location"] == f"/mine#r-{row.id}"
    assert state_of(answering_street, row) == "accepted"


def test_whoever_gives_a_weekly_room_up_reads_before_which_one_and_when(
    reader: Reader, season_street: RoomsStreet
) -> None:
    row = next(row for row in own_rows(season_street.street) if row.application_id is not None)
    with season_street.street.office.database.reading() as session:
        (right,) = queries.publications.held(session, [row.id])
        (slot,) = right.sessions
        room = queries.rooms.house_of(session, row.community_id).rooms_by_code[slot["room"]].name_en
    asked = reader(season_street.login("resident")).get(f"/mine/{row.id}/decline").text
    shown = asked.partition('<ul class="sessions">')[2].partition("</ul>")[0]

    assert f"<b>{telling.weekday(slot['weekday'], 'en')} {slot['start']}–{slot['end']}</b>" in shown
    assert (room in shown, f"Dates: {len(slot['dates'])}" in shown) == (True, True)


def test_an_answer_that_cannot_be_given_any_more_has_no_button_but_says_why(
    reader: Reader, answering_street: Street
) -> None:
    client = reader(answering_street.login("property_staff"))
    row = rows_of(answering_street, "allocated")[1]
    asked = client.get(f"{place_of(row)}/accept").text
    with answering_street.office.database.writing() as session:
        kept = session.get_one(Registration, row.id).answer_by
        session.get_one(Registration, row.id).answer_by = answering_street.office.database.now(session)
    late = client.get(f"{place_of(row)}/accept", headers=IN_CHINESE).text
    declined = client.get(f"{place_of(row)}/decline").text
    with answering_street.office.database.writing() as session:
        session.get_one(Registration, row.id).answer_by = kept
    waiting = client.get(f"{place_of(rows_of(answering_street, 'waitlisted')[0])}/accept").text

    button = f'<form method="post" action="{place_of(row)}/'
    assert [button in page for page in (asked, late, declined)] == [True, False, True]
    assert "名额将依次递补" in late
    assert '<form method="post" action="/counter' not in waiting
    assert "This can no longer be done: On the waitlist." in waiting


def test_what_was_searched_in_vain_at_the_counter_has_the_focus_alone(reader: Reader, answering_street: Street) -> None:
    client = reader(answering_street.login("property_staff"))
    rows = rows_of(answering_street, "waitlisted", "refused")
    searches = (client.post(f"/counter/alternatives/{row.id}/search") for row in rows)
    page = next(page.text for page in searches if page.status_code == 200)

    assert re.findall(r"<[^>]* autofocus[^>]*>([^<]{18})", page) == ["Nothing else was f"]


def test_whoever_waits_is_told_how_many_are_before_them_and_their_number_as_published(
    reader: Reader, answering_street: Street
) -> None:
    client = reader(answering_street.login("property_staff"))
    waiting = sorted(rows_of(answering_street, "waitlisted"), key=lambda row: row.waitlist_rank or 0)
    first, last = waiting[0], waiting[-1]
    before = re.search(r"Still before you: (\d+)\..* is (\d+)\.", client.get(place_of(last)).text)
    client.post(f"{place_of(first)}/withdraw")
    after = re.search(r"Still before you: (\d+)\..* is (\d+)\.", client.get(place_of(last)).text)

    assert before is not None
    assert after is not None
    assert int(before[1]) - int(after[1]) == 1
    assert before[2] == after[2] == str(last.waitlist_rank)


def test_deadlines_are_told_by_the_clocks_of_the_community(reader: Reader, answering_street: Street) -> None:
    row = rows_of(answering_street, "allocated")[-1]
    assert row.answer_by is not None
    local = row.answer_by.astimezone(ZoneInfo(OTHER_ZONE))
    page = reader(answering_street.login("property_staff")).get(place_of(row)).text

    assert f"Please answer by {local.day} {local:%b %Y, %H:%M}," in page


def test_the_notice_and_the_receipt_tell_how_to_answer(reader: Reader, answering_street: Street) -> None:
    client = reader(answering_street.login("property_staff"))
    row = rows_of(answering_street, "waitlisted")[-1]

    for place in (place_of(row), f"/rounds/{answering_street.round_id}/notice"):
        assert f"at the window or by the hotline {HOTLINE}" in client.get(place).text


def test_messages_stand_on_their_own_page(reader: Reader, answering_street: Street) -> None:
    for _ in range(10):
        messages.to_inboxes(answering_street.office)
    page = reader(answering_street.login("resident")).get("/mine/messages").text
    told = re.findall(r"Your registration (\S+) ", page)

    assert sorted(told) == sorted(row.receipt for row in own_rows(answering_street))


def test_an_auditor_who_is_a_member_changes_nothing_by_pages(reader: Reader, answering_street: Street) -> None:
    row = rows_of(answering_street, "allocated")[-1]
    client = reader(add_account(answering_street, "member-auditor@larch", "auditor", row.member_id))
    page = client.get("/mine").text
    refused = [client.post(f"/mine/{row.id}/{answer}").status_code for answer in ("decline", "withdraw")]

    assert row.receipt in page
    assert f'href="/mine/{row.id}/' not in page
    assert refused == [403, 403]
    assert state_of(answering_street, row) == row.state
    assert client.post("/sign-out").headers["location"] == "/"
    assert client.get("/mine").status_code == 303
