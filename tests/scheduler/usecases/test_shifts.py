from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import (
    AuditEntry,
    DayOverride,
    Elder,
    Occupation,
    OutboxMessage,
    Round,
    Seat,
    SeatEvent,
    SeatWish,
    Shift,
    SubstituteAsk,
    Swap,
)
from scheduler.terms import Recurrence, ShiftTerms
from scheduler.usecases import (
    organisations,
    roster_locks,
    rounds,
    seat_views,
    shift_making,
    shift_templates,
    shift_views,
    shifts,
    teams,
)
from scheduler.usecases.roster_locks import Decision
from scheduler.usecases.shift_templates import TemplateTerms
from scheduler.usecases.shifts import ShiftSpec
from scheduler.usecases.teams import TeamAsk
from tests import rosters_town
from tests.rosters_town import FAIR, LESSON, VISIT, RosterTown, instant, role
from tests.town import Town

MAY = date(2026, 5, 14)


@pytest.fixture
def rosters(town: Town) -> RosterTown:
    return rosters_town.build(town)


def spec(rosters: RosterTown, **fields: Any) -> ShiftSpec:
    terms = ShiftTerms.model_validate(fields.pop("terms", LESSON))
    place = {} if {"point_id", "elder_id"} & fields.keys() else {"point_id": rosters.points["HALL"]}
    span = {"starts_at": instant(MAY, "09:00"), "ends_at": instant(MAY, "10:30")}
    return ShiftSpec(**{"code": "one", "title_zh": "一", "title_en": "One", **span, **place, **fields, "terms": terms})


def add(rosters: RosterTown, actor: Actor | None = None, **fields: Any) -> Any:
    wanted: Any = {"round_id": fields.pop("round_id", rosters.round_id), "spec": spec(rosters, **fields)}
    return rosters.town.do(shifts.add, actor=actor or rosters.town.coordinator, **wanted)


def amend(rosters: RosterTown, code: str, **changes: Any) -> Any:
    row = rosters.one(Shift, rosters.shifts[code])
    wanted: Any = {"shift_id": row.id, "version": row.row_version, "changes": changes}
    return rosters.town.do(shifts.amend, actor=rosters.town.coordinator, **wanted)


def later(rosters: RosterTown, code: str, hours: float) -> dict[str, datetime]:
    row, by = rosters.one(Shift, rosters.shifts[code]), timedelta(hours=hours)
    return {"starts_at": row.starts_at + by, "ends_at": row.ends_at + by}


def make(rosters: RosterTown, actor: Actor | None = None, **wanted: Any) -> shift_making.Made:
    who = actor or rosters.town.coordinator
    return rosters.town.do(shift_making.from_templates, actor=who, round_id=rosters.round_id, **wanted)


def made_of(rosters: RosterTown, template: str) -> list[str]:
    wanted = select(Shift.code).where(Shift.template_id == rosters.templates[template]).order_by(Shift.date)
    with rosters.town.database.reading() as session:
        return list(session.execute(wanted).scalars())


def told(rosters: RosterTown, code: str) -> list[dict[str, Any]]:
    wanted = select(OutboxMessage).where(OutboxMessage.code == code).order_by(OutboxMessage.id)
    with rosters.town.database.reading() as session:
        return [row.numbers for row in session.execute(wanted).scalars()]


# ---- single shifts


def test_a_single_shift_knows_its_date_and_when_people_sign_up(rosters: RosterTown) -> None:
    row, notices = add(rosters, terms=FAIR)

    assert (row.date, row.state, row.changed) == (MAY, "planned", False)
    assert row.opens_at == instant(date(2026, 5, 7), "00:00")
    assert row.draw_at == instant(date(2026, 5, 12), "09:00")
    assert notices == []


def test_sign_up_opens_when_the_shift_says_so(rosters: RosterTown) -> None:
    row, _ = add(rosters, terms={**LESSON, "opens_days": 3})

    assert (row.opens_at, row.draw_at) == (instant(date(2026, 5, 11), "00:00"), None)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"ends_at": instant(MAY, "09:00")}, "empty_span", "ends_at"),
        ({"ends_at": instant(MAY, "08:00")}, "empty_span", "ends_at"),
        ({"ends_at": instant(date(2026, 5, 15), "15:00")}, "shift_length", "ends_at"),
        ({"ends_at": instant(date(2026, 5, 15), "01:01")}, "shift_length", "ends_at"),
        ({"ends_at": instant(MAY, "09:14")}, "shift_length", "ends_at"),
        ({"terms": {**LESSON, "roles": [role("t", 3, 2, 4)]}}, "inverted_seats", "terms.roles.0.target"),
        ({"terms": {**LESSON, "roles": [role("t", 0, 3, 2)]}}, "inverted_seats", "terms.roles.0.most"),
        ({"terms": {**LESSON, "roles": [role("standby", 1, 1, 1)]}}, "reserved_name", "terms.roles.0.id"),
        ({"terms": {**LESSON, "roles": [role("t", 1, 1, 1)] * 2}}, "duplicate_id", "terms.roles.1.id"),
        (
            {"terms": {**LESSON, "roles": [role("t", 1, 1, 1, skills=[[]])]}},
            "empty_alternative",
            "terms.roles.0.skills",
        ),
        ({"terms": VISIT}, "home_visit_needs_elder", "elder_id"),
        ({"point_id": None}, "one_of_both", "point_id"),
        ({"point_id": UUID(int=7)}, "unknown_id", "point_id"),
        ({"elder_id": UUID(int=7)}, "unknown_id", "elder_id"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    rosters: RosterTown, fields: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Rejected) as refused:
        add(rosters, **fields)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_shift_of_sixteen_hours_is_the_longest(rosters: RosterTown) -> None:
    row, _ = add(rosters, ends_at=instant(date(2026, 5, 15), "01:00"))

    assert row.ends_at - row.starts_at == timedelta(minutes=960)


def test_a_shift_outside_the_dates_of_its_round_is_refused(rosters: RosterTown) -> None:
    day = date(2026, 6, 1)
    with pytest.raises(Rejected) as refused:
        add(rosters, starts_at=instant(day, "09:00"), ends_at=instant(day, "10:00"))

    assert (refused.value.code, refused.value.allowed) == ("outside_horizon", "2026-05-04 to 2026-05-31")


def test_a_shift_that_has_begun_is_not_added(rosters: RosterTown) -> None:
    rosters.town.clock.advance(days=20)

    with pytest.raises(Rejected) as refused:
        add(rosters)

    assert refused.value.code == "in_the_past"


def test_a_shift_needs_an_elder_who_is_visited(rosters: RosterTown) -> None:
    rosters.change(Elder, rosters.elders["E2"], active=False)

    with pytest.raises(Conflict) as refused:
        add(rosters, terms=VISIT, elder_id=rosters.elders["E2"])

    assert (refused.value.code, refused.value.value) == ("elder_retired", "E2")


def test_a_name_in_plans_is_given_once(rosters: RosterTown) -> None:
    with pytest.raises(Conflict) as refused:
        add(rosters, code="visit1")

    assert refused.value.code == "code_in_use"


def test_shifts_are_added_to_rounds_of_rosters_that_are_not_over(rosters: RosterTown) -> None:
    with pytest.raises(Conflict) as parking:
        add(rosters, round_id=rosters.town.round_id)
    rosters.change(Round, rosters.round_id, state="settled")
    with pytest.raises(Conflict) as over:
        add(rosters)

    assert (parking.value.code, over.value.code) == ("not_a_roster_round", "round_not_ready")


@pytest.mark.parametrize("who", ["staff", "auditor"])
def test_shifts_are_the_offices(rosters: RosterTown, who: str) -> None:
    with pytest.raises(NotAllowed):
        add(rosters, getattr(rosters.town, who))
    with pytest.raises(NotAllowed):
        make(rosters, getattr(rosters.town, who))


def test_a_post_that_nobody_can_fill_is_taken_with_a_count(rosters: RosterTown) -> None:
    skilled = role("medic", 2, 2, 2, skills=[[{"skill": "first_aid", "level": 2}]])

    _, before = add(rosters, terms={**LESSON, "roles": [skilled]})
    day = date(2026, 5, 21)  # the certificate of one of the two ends the day before
    _, after = add(
        rosters,
        code="two",
        terms={**LESSON, "roles": [skilled]},
        starts_at=instant(day, "09:00"),
        ends_at=instant(day, "10:00"),
    )

    assert before == []
    assert [(one.code, one.numbers) for one in after] == [
        ("role_without_people", {"shift": "two", "role": "medic", "needed": 2, "people": 1})
    ]


def test_a_certificate_that_ends_on_the_evening_of_a_night_shift_does_not_count(rosters: RosterTown) -> None:
    skilled = role("medic", 2, 2, 2, skills=[[{"skill": "first_aid"}]])
    night: Any = {"starts_at": instant(date(2026, 5, 20), "22:00"), "ends_at": instant(date(2026, 5, 21), "00:30")}

    _, notices = add(rosters, terms={**LESSON, "roles": [skilled]}, **night)

    assert [one.numbers["people"] for one in notices] == [1]


# ---- from templates


def test_templates_make_shifts_by_the_work_calendar(rosters: RosterTown) -> None:
    made = make(rosters)

    tuesdays_and_fridays = ["05", "08", "12", "15", "19", "22", "26", "29"]
    assert made_of(rosters, "visit") == [f"visit-2026-05-{day}" for day in tuesdays_and_fridays]
    lessons = made_of(rosters, "lesson")
    # The 4th and 5th are a holiday, for which Saturday the 9th is worked.
    assert lessons[:4] == [f"lesson-2026-05-{day}" for day in ("06", "07", "08", "09")]
    assert len(lessons) == 19
    assert made_of(rosters, "patrol") == ["patrol-2026-05-09", "patrol-2026-05-23"]
    assert (made.made, made.there, made.past) == (8 + 19 + 2, 0, 0)


def test_to_make_them_twice_makes_nothing_twice_whatever_became_of_them(rosters: RosterTown) -> None:
    make(rosters)
    with rosters.town.database.reading() as session:
        row = session.execute(select(Shift).where(Shift.code == "visit-2026-05-12")).scalar_one()
    rosters.town.do(shifts.cancel, actor=rosters.town.coordinator, shift_id=row.id, version=1, reason="Away.")

    again = make(rosters)

    assert (again.made, again.there) == (0, 29)
    assert rosters.one(Shift, row.id).state == "cancelled"


def test_shifts_of_a_cancelled_round_may_be_made_anew_in_another(rosters: RosterTown) -> None:
    make(rosters, template_ids=[rosters.templates["visit"]])
    cancel_round(rosters)
    second = rosters.town.database.transact(
        lambda session: rosters_town.round_row(session, rosters.town, "again", rosters_town.FIRST, rosters_town.LAST)
    )

    wanted: Any = {"round_id": second, "template_ids": [rosters.templates["visit"]], "last": date(2026, 5, 8)}
    again = rosters.town.do(shift_making.from_templates, actor=rosters.town.coordinator, **wanted)

    assert (again.made, again.there) == (2, 0)
    assert sorted(made_of(rosters, "visit"))[:4] == [
        "visit-2026-05-05",
        "visit-2026-05-05-2",
        "visit-2026-05-08",
        "visit-2026-05-08-2",
    ]


def test_two_who_make_them_at_once_make_nothing_twice(rosters: RosterTown) -> None:
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: make(rosters), range(2)))

    assert sorted((one.made, one.there) for one in both) == [(0, 29), (29, 0)]


def test_some_templates_on_some_dates(rosters: RosterTown) -> None:
    wanted: Any = {"template_ids": [rosters.templates["visit"]], "first": date(2026, 5, 11), "last": date(2026, 5, 17)}

    assert make(rosters, **wanted).made == 2
    assert (made_of(rosters, "lesson"), len(made_of(rosters, "visit"))) == ([], 2)
    assert make(rosters).there == 2


def test_shifts_that_would_have_begun_are_not_made(rosters: RosterTown) -> None:
    rosters.town.clock.advance(days=25, hours=2)  # 14:00 on Tuesday, 26 May

    made = make(rosters, template_ids=[rosters.templates["visit"]])

    assert (made.made, made.past) == (1, 7)


def test_a_made_shift_has_what_its_template_says(rosters: RosterTown) -> None:
    make(rosters, template_ids=[rosters.templates["patrol"]])

    with rosters.town.database.reading() as session:
        row = session.execute(select(Shift).where(Shift.code == "patrol-2026-05-09")).scalar_one()
    assert (row.starts_at, row.ends_at) == (instant(date(2026, 5, 9), "19:00"), instant(date(2026, 5, 9), "21:00"))
    assert (row.point_id, row.state, row.row_version) == (rosters.points["GATE"], "planned", 1)
    assert row.terms == dict(rosters_town.PATROL)
    assert row.opens_at == instant(date(2026, 4, 25), "00:00")


def test_named_days_single_dates_and_excluded_ones(rosters: RosterTown) -> None:
    rule = {"days": "market_day", "dates": ["2026-05-20", "2026-06-20"], "excluded": ["2026-05-16"]}
    names = ["market_day"]

    def declare(session: Any) -> None:
        for day in (date(2026, 5, 10), date(2026, 5, 16)):
            row = DayOverride(community_id=rosters.town.community_id, date=day, day_type="rest_day", names=names)
            session.add(row)

    rosters.town.database.transact(declare)
    template = add_template(rosters, recurrence=Recurrence.model_validate(rule))

    make(rosters, template_ids=[template.id])

    with rosters.town.database.reading() as session:
        found = select(Shift.date).where(Shift.template_id == template.id).order_by(Shift.date)
        assert list(session.execute(found).scalars()) == [date(2026, 5, 10), date(2026, 5, 20)]


def test_a_template_at_a_retired_elders_home_is_left_out_with_a_notice(rosters: RosterTown) -> None:
    rosters.change(Elder, rosters.elders["E1"], active=False)

    made = make(rosters)

    assert [(one.code, one.numbers) for one in made.notices] == [("template_left_out", {"template": "visit"})]
    assert made_of(rosters, "visit") == []


def test_a_template_that_is_not_in_use_is_refused(rosters: RosterTown) -> None:
    rosters.town.do(shift_templates.retire, actor=rosters.town.coordinator, template_id=rosters.templates["visit"])

    with pytest.raises(Rejected) as refused:
        make(rosters, template_ids=[rosters.templates["lesson"], rosters.templates["visit"]])

    assert (refused.value.code, refused.value.field) == ("unknown_id", "template_ids.1")
    assert make(rosters).made == 21


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ({"first": date(2026, 5, 3)}, "outside_horizon"),
        ({"last": date(2026, 6, 1)}, "outside_horizon"),
        ({"first": date(2026, 5, 12), "last": date(2026, 5, 11)}, "inverted_dates"),
    ],
)
def test_dates_that_are_not_the_rounds_are_refused(rosters: RosterTown, dates: Any, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        make(rosters, **dates)

    assert refused.value.code == code


# ---- templates


def add_template(rosters: RosterTown, **fields: Any) -> Any:
    usual = {"code": "t", "title_zh": "模", "title_en": "T", "start_clock": "09:00", "minutes": 60}
    usual |= {"recurrence": Recurrence(), "terms": ShiftTerms.model_validate(LESSON)}
    template = TemplateTerms(**{**usual, "point_id": rosters.points["HALL"], **fields})
    return rosters.town.do(shift_templates.add, actor=rosters.town.coordinator, template=template)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"start_clock": "24:00"}, "start_at_24_00", "start_clock"),
        ({"minutes": 1_800}, "shift_length", "minutes"),
        ({"recurrence": Recurrence(every_weeks=2)}, "first_missing", "recurrence.first"),
        (
            {"recurrence": Recurrence(first=date(2026, 5, 2), last=date(2026, 5, 1))},
            "inverted_dates",
            "recurrence.last",
        ),
    ],
)
def test_a_template_that_cannot_be_is_refused(rosters: RosterTown, fields: Any, code: str, field: str) -> None:
    with pytest.raises(Rejected) as refused:
        add_template(rosters, **fields)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_change_of_a_template_leaves_its_shifts_alone(rosters: RosterTown) -> None:
    make(rosters, template_ids=[rosters.templates["patrol"]])
    wanted: Any = {"template_id": rosters.templates["patrol"], "version": 1, "changes": {"minutes": 60}}

    changed = rosters.town.do(shift_templates.amend, actor=rosters.town.coordinator, **wanted)

    assert (changed.minutes, changed.row_version) == (60, 2)
    with rosters.town.database.reading() as session:
        row = session.execute(select(Shift).where(Shift.code == "patrol-2026-05-09")).scalar_one()
    assert row.ends_at - row.starts_at == timedelta(minutes=120)


def test_templates_are_seen_by_the_office_and_auditors(rosters: RosterTown) -> None:
    town, wanted = rosters.town, {"template_id": rosters.templates["visit"]}

    assert [row.code for row in town.see(shift_templates.listed, actor=town.auditor, newest=False)] == [
        "visit",
        "lesson",
        "patrol",
    ]
    with pytest.raises(NotAllowed):
        town.see(shift_templates.listed, actor=town.staff)
    with pytest.raises(NotFound):
        town.see(shift_templates.seen, actor=town.people[0], **wanted)


# ---- amending


def test_people_keep_their_seats_when_a_shift_moves_and_are_asked_again(rosters: RosterTown) -> None:
    rosters.open()
    seat = rosters.seat(2, rosters.shifts["lesson1"], "teacher", "confirmed")

    row, _ = amend(rosters, "lesson1", **later(rosters, "lesson1", 2))

    kept = rosters.one(Seat, seat)
    assert (row.changed, row.state, row.row_version) == (True, "open", 2)
    assert (kept.state, kept.answer_by) == ("offered", rosters.town.clock.now + timedelta(hours=72))
    assert told(rosters, "shift_moved") == [
        {"shift": "lesson1服务", "starts": "2026-05-13 11:00", "answer_by": "2026-05-04 12:00"}
    ]
    with rosters.town.database.reading() as session:
        span = session.execute(select(Occupation).where(Occupation.seat_id == seat)).scalar_one()
        event = session.execute(select(SeatEvent).where(SeatEvent.seat_id == seat)).scalar_one()
    assert (span.active, span.starts_at, span.ends_at) == (True, row.starts_at, row.ends_at)
    assert (event.action, event.before, event.after) == ("ask_again", "confirmed", "offered")


def test_whoever_is_elsewhere_by_then_loses_the_seat_and_hears_of_it(rosters: RosterTown) -> None:
    rosters.open()
    seat = rosters.seat(2, rosters.shifts["lesson1"], "teacher")
    other = rosters.shift("other", date(2026, 5, 13), "11:30", 60, "HALL", LESSON)
    rosters.seat(2, other, "teacher")

    amend(rosters, "lesson1", **later(rosters, "lesson1", 2))

    assert rosters.one(Seat, seat).state == "cancelled_by_us"
    assert told(rosters, "shift_moved_away") == [{"shift": "lesson1服务", "starts": "2026-05-13 11:00"}]
    assert told(rosters, "shift_moved") == []


def test_another_place_asks_again_as_well_and_another_title_does_not(rosters: RosterTown) -> None:
    rosters.open()
    seat = rosters.seat(2, rosters.shifts["lesson1"], "teacher")

    row, _ = amend(rosters, "lesson1", title_en="Brush and ink")
    assert (row.changed, rosters.one(Seat, seat).state) == (False, "accepted")
    row, _ = amend(rosters, "lesson1", point_id=rosters.points["GATE"])
    assert (row.changed, rosters.one(Seat, seat).state) == (True, "offered")


def test_whoever_looks_for_a_substitute_goes_on_looking(rosters: RosterTown) -> None:
    rosters.open()
    seat = rosters.seat(2, rosters.shifts["lesson1"], "teacher", "looking_for_substitute")

    amend(rosters, "lesson1", **later(rosters, "lesson1", 1))

    assert rosters.one(Seat, seat).state == "looking_for_substitute"


def test_nobody_is_asked_again_who_has_checked_in(rosters: RosterTown) -> None:
    rosters.open()
    rosters.seat(2, rosters.shifts["lesson1"], "teacher", "checked_in")

    with pytest.raises(Conflict) as refused:
        amend(rosters, "lesson1", **later(rosters, "lesson1", 1))

    assert refused.value.code == "shift_under_way"


@pytest.mark.parametrize("roles", [[role("reader", 1, 1, 1)], [role("teacher", 1, 1, 1)]])
def test_no_role_is_taken_from_those_who_have_it(rosters: RosterTown, roles: Any) -> None:
    rosters.open()
    for number in (1, 2):
        rosters.seat(number, rosters.shifts["lesson1"], "teacher")

    with pytest.raises(Conflict) as refused:
        amend(rosters, "lesson1", terms=ShiftTerms.model_validate({**LESSON, "roles": roles}))

    assert (refused.value.code, refused.value.numbers) == ("role_in_use", {"people": 2})


def test_a_shift_is_changed_until_it_is_over(rosters: RosterTown) -> None:
    rosters.town.clock.now = instant(date(2026, 5, 13), "10:29")
    row, _ = amend(rosters, "lesson1", title_en="Almost over")
    assert row.title_en == "Almost over"

    rosters.town.clock.now = instant(date(2026, 5, 13), "10:30")
    with pytest.raises(Conflict) as refused:
        amend(rosters, "lesson1", title_en="Over")
    assert (refused.value.code, refused.value.value) == ("shift_not_ready", "over")


@pytest.mark.parametrize("changes", [{"hours": 1}, {"point": "GATE"}])
def test_a_shift_that_has_begun_moves_no_more_and_nobody_loses_a_seat(rosters: RosterTown, changes: Any) -> None:
    rosters.open()
    seat = rosters.seat(2, rosters.shifts["lesson1"], "teacher", "confirmed")
    rosters.town.clock.now = instant(date(2026, 5, 13), "09:00")
    moved = {"point_id": rosters.points["GATE"]} if "point" in changes else later(rosters, "lesson1", 1)

    with pytest.raises(Conflict) as refused:
        amend(rosters, "lesson1", **moved)

    assert (refused.value.code, rosters.one(Seat, seat).state) == ("shift_has_begun", "confirmed")


def test_a_shift_is_not_moved_into_the_past(rosters: RosterTown) -> None:
    rosters.town.clock.now = instant(date(2026, 5, 13), "08:00")

    with pytest.raises(Rejected) as refused:
        amend(rosters, "lesson1", **later(rosters, "lesson1", -2))

    assert (refused.value.code, refused.value.field) == ("in_the_past", "starts_at")


def test_who_is_asked_about_a_shift_that_begins_soon_answers_until_it_begins(rosters: RosterTown) -> None:
    rosters.open()
    seat = rosters.seat(2, rosters.shifts["lesson1"], "teacher", "confirmed")
    rosters.town.clock.now = instant(date(2026, 5, 13), "08:00")

    row, _ = amend(rosters, "lesson1", point_id=rosters.points["GATE"])

    assert (rosters.one(Seat, seat).state, rosters.one(Seat, seat).answer_by) == ("offered", row.starts_at)


def test_asks_wishes_and_swaps_end_when_their_shift_moves(rosters: RosterTown) -> None:
    rosters.open()
    seat = rosters.seat(2, rosters.shifts["fair1"], "steward", "confirmed")
    asked = asked_to_stand_in(rosters, 3, "fair1", "steward")
    wished, swap = wish_for(rosters, 4, "fair1", "steward"), propose_swap(rosters, seat, 5)

    amend(rosters, "fair1", **later(rosters, "fair1", 1))

    states = [rosters.one(*one).state for one in ((SubstituteAsk, asked), (SeatWish, wished), (Swap, swap))]
    assert states == ["passed", "withdrawn", "expired"]
    assert told(rosters, "shift_moved_anew") == [{"shift": "fair1服务", "starts": "2026-05-23 10:00"}] * 2
    assert len(told(rosters, "swap_expired")) == 2


def test_no_role_goes_that_a_coordinator_decided_on(rosters: RosterTown) -> None:
    lock = pin(rosters, 3, "lesson1", "teacher")
    reader = ShiftTerms.model_validate({**LESSON, "roles": [role("reader", 1, 1, 1)]})

    with pytest.raises(Conflict) as refused:
        amend(rosters, "lesson1", terms=reader)
    rosters.town.do(roster_locks.unlock, actor=rosters.town.coordinator, lock_id=lock)

    assert (refused.value.code, refused.value.value, refused.value.numbers) == ("role_in_use", "teacher", {"people": 1})
    assert amend(rosters, "lesson1", terms=reader)[0].terms["roles"][0]["id"] == "reader"


def test_seats_kept_for_a_team_and_pinned_ones_stay_beside_those_taken(rosters: RosterTown) -> None:
    rosters.open()
    rosters.seat(2, rosters.shifts["fair1"], "steward")
    pin(rosters, 2, "fair1", "steward")
    pin(rosters, 3, "fair1", "steward")
    ask_team(rosters, "fair1", "steward", 1)
    fewer = {**FAIR, "roles": [role("steward", 1, 2, 2)]}

    with pytest.raises(Conflict) as refused:
        amend(rosters, "fair1", terms=ShiftTerms.model_validate(fewer))
    row, _ = amend(rosters, "fair1", terms=ShiftTerms.model_validate({**FAIR, "roles": [role("steward", 1, 2, 3)]}))

    assert (refused.value.code, refused.value.numbers) == ("role_in_use", {"people": 3})
    assert row.terms["roles"][0]["most"] == 3


def test_a_change_of_what_was_not_seen_is_refused(rosters: RosterTown) -> None:
    wanted: Any = {"shift_id": rosters.shifts["lesson1"], "version": 9, "changes": {"title_en": "x"}}

    with pytest.raises(Stale):
        rosters.town.do(shifts.amend, actor=rosters.town.coordinator, **wanted)


# ---- calling off


def asked_to_stand_in(rosters: RosterTown, number: int, code: str, wanted: str) -> UUID:
    now = rosters.town.clock.now
    ask = SubstituteAsk(
        id=new_id(),
        community_id=rosters.town.community_id,
        shift_id=rosters.shifts[code],
        role=wanted,
        volunteer_id=rosters.volunteers[number],
        wave=1,
        rank=1,
        asked_at=now,
        answer_by=now + timedelta(hours=2),
    )
    rosters.town.database.transact(lambda session: session.add(ask))
    return ask.id


def wish_for(rosters: RosterTown, number: int, code: str, wanted: str) -> UUID:
    given = {"community_id": rosters.town.community_id, "shift_id": rosters.shifts[code], "role": wanted}
    row = SeatWish(id=new_id(), volunteer_id=rosters.volunteers[number], created_at=rosters.town.clock.now, **given)
    rosters.town.database.transact(lambda session: session.add(row))
    return row.id


def propose_swap(rosters: RosterTown, seat_id: UUID, number: int) -> UUID:
    now = rosters.town.clock.now
    row = Swap(
        id=new_id(),
        community_id=rosters.town.community_id,
        seat_id=seat_id,
        to_volunteer_id=rosters.volunteers[number],
        answer_by=now + timedelta(hours=24),
        created_at=now,
    )
    rosters.town.database.transact(lambda session: session.add(row))
    return row.id


def pin(rosters: RosterTown, number: int, code: str, wanted: str) -> UUID:
    decision = Decision(rosters.volunteers[number], "pin", "Promised.", wanted)
    town = rosters.town
    return town.do(roster_locks.lock, actor=town.coordinator, shift_id=rosters.shifts[code], decision=decision).id


def ask_team(rosters: RosterTown, code: str, wanted: str, seats: int) -> UUID:
    town = rosters.town
    choir = town.do(organisations.add, actor=town.coordinator, name="Choir").id
    team = TeamAsk(choir, wanted, seats)
    return town.do(teams.ask, actor=town.coordinator, shift_id=rosters.shifts[code], team=team).row.id


def cancel_round(rosters: RosterTown, reason: str = "No hall this month.") -> None:
    wanted: Any = {"round_id": rosters.round_id, "action": "cancel", "reason": reason}
    rosters.town.do(rounds.move, actor=rosters.town.coordinator, **wanted)


def cancel(rosters: RosterTown, code: str, reason: str = "Typhoon warning.", actor: Actor | None = None) -> Shift:
    wanted: Any = {"shift_id": rosters.shifts[code], "version": 1, "reason": reason}
    return rosters.town.do(shifts.cancel, actor=actor or rosters.town.coordinator, **wanted)


def test_who_has_a_seat_on_a_shift_that_is_called_off_is_told_why(rosters: RosterTown) -> None:
    rosters.open()
    states = {1: "offered", 2: "looking_for_substitute"}
    seats = [rosters.seat(at, rosters.shifts["patrol1"], "patroller", state) for at, state in states.items()]

    asked = asked_to_stand_in(rosters, 3, "patrol1", "patroller")

    row = cancel(rosters, "patrol1")

    assert (row.state, row.reason) == ("cancelled", "Typhoon warning.")
    assert [rosters.one(Seat, seat).state for seat in seats] == ["cancelled_by_us"] * 2
    assert [one["reason"] for one in told(rosters, "seat_cancelled")] == ["Typhoon warning."] * 2
    assert rosters.one(SubstituteAsk, asked).state == "passed"
    with rosters.town.database.reading() as session:
        assert session.execute(select(Occupation).where(Occupation.seat_id.in_(seats), Occupation.active)).all() == []
        entry = session.execute(select(AuditEntry).where(AuditEntry.action == "shift.cancel")).scalar_one()
    assert entry.details == {"seats": 2}


def test_who_was_asked_or_wished_hears_that_a_shift_is_called_off(rosters: RosterTown) -> None:
    rosters.open()
    seat = rosters.seat(2, rosters.shifts["fair1"], "steward", "confirmed")
    asked_to_stand_in(rosters, 3, "fair1", "steward")
    wished, swap = wish_for(rosters, 4, "fair1", "steward"), propose_swap(rosters, seat, 5)

    cancel(rosters, "fair1")

    assert (
        told(rosters, "shift_called_off")
        == [{"shift": "fair1服务", "starts": "2026-05-23 09:00", "reason": "Typhoon warning."}] * 2
    )
    assert (rosters.one(SeatWish, wished).state, rosters.one(Swap, swap).state) == ("passed", "expired")


def test_the_shifts_of_a_cancelled_round_are_called_off_with_it(rosters: RosterTown) -> None:
    seat = rosters.seat(1, rosters.shifts["patrol1"], "patroller", "accepted")

    cancel_round(rosters)

    rows = [rosters.one(Shift, one) for one in rosters.shifts.values()]
    assert {(row.state, row.reason, row.row_version) for row in rows} == {("cancelled", "No hall this month.", 2)}
    assert rosters.one(Seat, seat).state == "cancelled_by_us"
    assert [one["reason"] for one in told(rosters, "seat_cancelled")] == ["No hall this month."]
    with rosters.town.database.reading() as session:
        entry = session.execute(select(AuditEntry).where(AuditEntry.action == "shift.cancel_all")).scalar_one()
        assert queries.shifts.to_come_at_elder(session, rosters.elders["E1"], rosters.town.clock.now) == 0
    assert entry.details == {"shifts": 5}


def test_a_shift_is_not_called_off_without_a_reason_nor_twice(rosters: RosterTown) -> None:
    with pytest.raises(Rejected) as refused:
        cancel(rosters, "patrol1", " ")
    assert refused.value.code == "reason_missing"

    cancel(rosters, "patrol1")
    with pytest.raises(Conflict) as again:
        cancel(rosters, "patrol1")
    assert (again.value.code, again.value.value) == ("shift_not_ready", "cancelled")


# ---- who sees what


def test_volunteers_see_published_shifts_without_whose_home_it_is(rosters: RosterTown) -> None:
    town, wanted = rosters.town, {"shift_id": rosters.shifts["visit1"]}
    with pytest.raises(NotFound):
        town.see(shift_views.seen, actor=town.people[3], **wanted)
    rosters.open("visit1")
    rosters.seat(2, rosters.shifts["visit1"], "visitor")

    theirs, office = (town.see(shift_views.seen, actor=who, **wanted) for who in (town.people[3], town.coordinator))

    assert (theirs.elder_id, office.elder_id) == (None, rosters.elders["E1"])
    (post,) = theirs.posts
    assert (post.role, post.least, post.target, post.most, post.filled, post.kept) == ("visitor", 2, 2, 2, 1, 0)
    for nobody in (town.people[8], town.staff, town.stranger):
        with pytest.raises(NotFound):
            town.see(shift_views.seen, actor=nobody, **wanted)


def test_why_a_shift_was_called_off_is_read_by_the_office_and_who_had_a_seat(rosters: RosterTown) -> None:
    town, wanted = rosters.town, {"shift_id": rosters.shifts["lesson1"]}
    rosters.open()
    seat = rosters.seat(2, rosters.shifts["lesson1"], "teacher")
    cancel(rosters, "lesson1", "Old Mrs Wang is ill.")
    of_seat: Any = {"seat_id": seat, "vault": town.vault, "now": town.clock.now}

    read = [town.see(shift_views.seen, actor=who, **wanted).reason for who in (town.coordinator, town.people[2])]
    others = [town.see(shift_views.seen, actor=who, **wanted).reason for who in (town.auditor, town.people[3])]
    steps = [
        town.see(seat_views.seen, actor=who, **of_seat).events[-1].reason
        for who in (town.coordinator, town.people[2], town.auditor)
    ]

    assert (read, others) == (["Old Mrs Wang is ill."] * 2, ["", ""])
    assert steps == ["Old Mrs Wang is ill."] * 2 + [""]


def test_a_move_that_meets_something_else_of_somebody_is_refused(rosters: RosterTown) -> None:
    rosters.open()
    seat = rosters.seat(2, rosters.shifts["lesson1"], "teacher")
    moved = later(rosters, "lesson1", 2)

    def meanwhile(session: Any) -> None:
        held = session.execute(select(Occupation).where(Occupation.seat_id == seat)).scalar_one()
        span = {"starts_at": held.ends_at, "ends_at": held.ends_at + timedelta(hours=1)}
        session.add(Occupation(resource_id=held.resource_id, seat_id=seat, active=True, **span))

    rosters.town.database.transact(meanwhile)  # a span that no question for other seats finds
    with pytest.raises(Conflict) as refused:
        amend(rosters, "lesson1", **moved)

    assert (refused.value.code, rosters.one(Seat, seat).state) == ("volunteer_busy", "accepted")


def test_lists_hold_what_somebody_may_know_of(rosters: RosterTown) -> None:
    town, wanted = rosters.town, {"round_id": rosters.round_id}
    rosters.open("patrol1", "fair1")

    def codes(actor: Actor, **more: Any) -> list[str]:
        return [one.row.code for one in town.see(shift_views.listed, actor=actor, **wanted, **more)]

    assert codes(town.coordinator) == ["visit1", "visit2", "lesson1", "patrol1", "fair1"]
    assert codes(town.auditor, first=date(2026, 5, 13), until=date(2026, 5, 16)) == ["visit2", "lesson1", "patrol1"]
    assert codes(town.people[0]) == ["patrol1", "fair1"]
    assert codes(town.people[0], states=("planned",)) == []
    assert codes(town.people[8]) == []
    with pytest.raises(NotFound):
        town.see(shift_views.listed, actor=town.coordinator, round_id=new_id())
