"""The public notice and the coordinator's lists as requests."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import delete

from fixtures import people
from scheduler import calendar, queries
from scheduler.models import Draw, Outcome, Round
from scheduler.notice import PUBLIC
from scheduler.usecases import fairness
from tests.pages.street import Street

Reader = Callable[..., TestClient]


def test_the_notice_tells_of_a_line_what_is_public_and_no_more(reader: Reader, published_street: Street) -> None:
    page = reader().get(f"/rounds/{published_street.round_id}/notice").text
    names = [people.name_of(number) for number in range(60)]
    phones = [people.phone_of(number) for number in range(60)]
    plates = [people.plate_of(number) for number in range(60)]

    assert len(re.findall(r'class="receipt"', page)) == 50
    assert [private for private in (*names, *phones, *plates) if f">{private}<" in page or private in page] == []
    assert PUBLIC == ("receipt", "masked_plate", "outcome", "points", "site_code", "rank")


def test_the_notice_states_counts_digest_version_and_how_good_the_plan_is(
    reader: Reader, published_street: Street
) -> None:
    page = reader().get(f"/rounds/{published_street.round_id}/notice").text
    with published_street.office.database.reading() as session:
        version = queries.publications.current(session, published_street.round_id)
        assert version is not None
        outcomes = queries.publications.outcomes(session, version.id)

    assert version.content_digest in page
    assert f"of {sum(outcomes.values())} registrations" in page
    assert "version 1" in page
    assert re.search(r"worth [\d,]+ points", page)
    for outcome, count in outcomes.items():
        assert re.search(rf'<div class="{outcome}"><dt>[^<]+</dt><dd>{count}</dd>', page)


def test_the_notice_is_read_page_by_page_and_by_outcome(reader: Reader, published_street: Street) -> None:
    client, place = reader(), f"/rounds/{published_street.round_id}/notice"
    first, second = client.get(place).text, client.get(place, params={"after": 50}).text
    only = client.get(place, params={"outcome": "allocated"}).text
    rows = re.compile(r'<span class="receipt">([^<]+)</span>')

    assert set(rows.findall(first)).isdisjoint(rows.findall(second))
    assert len(rows.findall(first) + rows.findall(second)) == 60
    assert re.findall(r'class="badge (\w+)"', only) == ["allocated"] * len(rows.findall(only))
    assert client.get(place, params={"outcome": "secret"}).status_code == 422


def test_a_round_that_is_not_published_says_so(reader: Reader, open_street: Street) -> None:
    assert "Nothing is published of this round yet." in reader().get(f"/rounds/{open_street.round_id}/notice").text


def test_a_receipt_is_found_as_people_type_it(reader: Reader, published_street: Street) -> None:
    client, place = reader(), f"/rounds/{published_street.round_id}/notice"
    with published_street.office.database.reading() as session:
        receipt = queries.registrations.of_round(session, published_street.round_id, limit=1)[0].receipt
    typed = [receipt.lower(), receipt.replace("-", ""), f" {receipt.replace('-', ' ')} "]
    wrong = ["x\0y", f"{receipt}\0", "A" * 4000]

    for text in typed:
        assert f'<span class="receipt">{receipt}</span>' in found_in(client.post(place, data={"receipt": text}).text)
    for text in wrong:
        answer = client.post(place, data={"receipt": text})
        assert (answer.status_code, "This receipt is not in the notice" in found_in(answer.text)) == (200, True)


def found_in(page: str) -> str:
    """The answer to a look-up."""
    return page.partition('<div role="status">')[2].partition("</section>")[0]


def test_a_run_is_ordered_only_as_thorough_as_is_offered(reader: Reader, published_street: Street) -> None:
    client = reader(published_street.login("coordinator"))
    place = f"/office/rounds/{published_street.round_id}/runs/order"

    assert client.post(place, data={"work_limit": "3600"}).status_code == 422
    assert reader(published_street.login("auditor")).post(place, data={"work_limit": "10"}).status_code == 403


def test_reasons_name_sites_and_no_household(reader: Reader, published_street: Street) -> None:
    page = reader(published_street.login("coordinator")).get(f"/office/rounds/{published_street.round_id}/refused").text

    assert len(re.findall(r'<ul class="reasons">', page)) >= 20
    assert re.findall(r"\bs000\d\b(?!-)", page) == []
    assert re.findall(r"[0-9a-f]{32}", page) == []


def test_the_notice_shows_a_round_s_draw_and_no_number_before_it_is_revealed(
    reader: Reader, open_street: Street
) -> None:
    place = f"/rounds/{open_street.round_id}/notice"
    assert "Public draw" not in reader().get(place).text
    office = open_street.office
    with office.database.writing() as session:
        now = office.database.now(session)
        round_ = session.get_one(Round, open_street.round_id)
        made = Draw(
            community_id=round_.community_id,
            round_id=round_.id,
            source="SSE Composite",
            number_on=calendar.date_of(now, calendar.ZONE),
            commitment="c0ffee",
            secret_cipher=b"",
            committed_by=queries.access.by_login(session, open_street.login("coordinator")).id,  # type: ignore[union-attr]
            committed_at=now,
            state="entered",
            number="1234.56",
        )
        session.add(made)
        session.flush()
        number = made.id
    waiting = reader().get(place).text
    assert ("SSE Composite" in waiting, "c0ffee" in waiting, "1234.56" in waiting) == (True, True, False)
    assert "was withdrawn" not in waiting
    for state, told in (("revealed", (True, False, True)), ("withdrawn", (False, True, True))):
        with office.database.writing() as session:
            session.get_one(Draw, number).state = state
        page = reader().get(place).text
        assert ("1234.56" in page, "was withdrawn" in page, "c0ffee" in page) == told
    with office.database.writing() as session:
        session.delete(session.get_one(Draw, number))


def test_fairness_is_shown_in_sum_without_names(reader: Reader, published_street: Street) -> None:
    place = f"/rounds/{published_street.round_id}/fairness"
    assert "No round has been settled yet." in reader().get(place).text
    office = published_street.office
    with office.database.writing() as session:
        round_ = session.get_one(Round, published_street.round_id)
        fairness.record(session, round_, office.database.now(session))
    page, own = reader().get(place).text, reader(published_street.login("resident")).get("/mine").text
    assert ("Smallest share" in page, "What past rounds brought you" in own) == (True, True)
    assert [name for name in map(people.name_of, range(60)) if name in page] == []
    with office.database.writing() as session:
        session.execute(delete(Outcome).where(Outcome.round_id == published_street.round_id))
