"""A month is read only where every record has the fields, words and ranges that the solvers' own have."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import MISSING, fields, replace
from datetime import timedelta
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import pytest

from scheduler.files import plain_value
from solvers.audit.protocol import Malformed
from solvers.audit.rosters import check, forms, tier_names
from solvers.audit.shapes import Shape
from solvers.ranges import Range
from solvers.rosters.check import costs
from solvers.rosters.checks import RULES as CATALOGUE
from solvers.rosters.people import Elder, Insurance, Pair, Past, Skill, Volunteer
from solvers.rosters.plan import UnheldPin
from solvers.rosters.policy import RosterPolicy
from solvers.rosters.problem import OVERRIDABLE, Duty, Need, Now, Place, Role, RosterLock, RosterProblem, Shift
from solvers.timetable import Day, Horizon, WindowRule
from tests.solvers.audit.rosters_months import Both
from tests.solvers.audit.test_rosters_faults import NOTHING, week
from tests.solvers.rosters.small import FIRST, person, random_problem

RECORDS: dict[type, forms.Form] = {
    RosterProblem: forms.MONTH,
    Horizon: forms.HORIZON,
    Day: forms.DAY,
    WindowRule: forms.WINDOW,
    RosterPolicy: forms.POLICY,
    Place: forms.PLACE,
    Volunteer: forms.VOLUNTEER,
    Skill: forms.SKILL,
    Insurance: forms.INSURANCE,
    Past: forms.PAST,
    Shift: forms.SHIFT,
    Role: forms.ROLE,
    Need: forms.NEED,
    Elder: forms.ELDER,
    Pair: forms.PAIR,
    RosterLock: forms.LOCK,
    Duty: forms.DUTY,
    Now: forms.NOW,
    UnheldPin: forms.UNHELD_PIN,
}


@pytest.mark.parametrize("record", RECORDS, ids=lambda one: one.__name__)
def test_a_record_has_the_fields_of_the_solvers_and_needs_those_without_a_default(record: Any) -> None:
    needed, more = RECORDS[record]
    assert {*needed} == {one.name for one in fields(record) if one.default is MISSING}
    assert {*more} == {one.name for one in fields(record) if one.default is not MISSING}


Hold = Callable[[Any], Any]


def leaves(hint: Any, hold: Hold) -> Iterator[tuple[Any, Hold]]:
    """Ranges and words in a type of the solvers, and how a value of that kind is held by the field."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal or (origin is Annotated and isinstance(inner[1], Range)):
        yield hint, hold
    elif origin is tuple and inner[-1] is Ellipsis:
        yield from leaves(inner[0], lambda value: hold([value]))
    elif origin is tuple:
        yield from leaves(inner[0], lambda value: hold([value] * len(inner)))
    elif origin is Mapping:
        yield from leaves(inner[1], lambda value: hold({"gaps": value}))
    else:
        for part in inner if origin is not Annotated else ():
            yield from leaves(part, hold)


def accepts(shape: Shape, value: Any) -> bool:
    """Whether a shape lets a value pass."""
    try:
        shape(value, "field")
    except Malformed:
        return False
    return True


@pytest.mark.parametrize("record", RECORDS, ids=lambda one: one.__name__)
def test_numbers_and_words_have_the_ranges_of_the_solvers(record: Any) -> None:
    needed, more = RECORDS[record]
    shapes = {**needed, **more}
    for name, hint in get_type_hints(record, include_extras=True).items():
        for leaf, hold in leaves(hint, lambda value: value) if name in shapes else ():
            good: tuple[Any, ...]
            bad: tuple[Any, ...]
            if get_origin(leaf) is Literal:
                good, bad = get_args(leaf), ("other", "", 1, True, ["unknown"])
            else:
                low, high = leaf.__metadata__[0].low, leaf.__metadata__[0].high
                good, bad = (low, high), (low - 1, high + 1, True, float(low), str(low), 10**4000, [low])
            assert [value for value in good if not accepts(shapes[name], hold(value))] == [], name
            assert [value for value in bad if accepts(shapes[name], hold(value))] == [], name


def test_the_catalogue_is_that_of_the_solvers() -> None:
    assert (forms.RULES, forms.OVERRIDABLE) == (CATALOGUE, OVERRIDABLE)


def full_month() -> dict[str, Any]:
    """A month with a record of every kind."""
    lock = RosterLock("an", "s1", "pin", "aide", ("H26",))
    one = person(
        "an",
        skills=(Skill("aid"),),
        insured=(Insurance(FIRST, FIRST),),
        history=(Past(FIRST - timedelta(days=1), "09:00", 60, "class"),),
        desired=(60, 120),
    )
    month = week()
    found: dict[str, Any] = plain_value(
        replace(
            month,
            volunteers=(one, *month.volunteers[1:]),
            pairs=(Pair("an", "bo", "preferred"),),
            locks=(lock, RosterLock("cy", "s1", "ban")),
            published=(Duty("an", "s2", "aide"),),
            now=Now(FIRST - timedelta(days=9), "08:00"),
        )
    )
    return found


def told(month: dict[str, Any]) -> str | None:
    """The field that cannot be read, if any."""
    try:
        check(month, {"assignments": [], "tiers": []}, NOTHING)
    except Malformed as error:
        return error.finding.field
    return None


def test_a_month_with_a_record_of_every_kind_is_read() -> None:
    assert told(full_month()) is None


Change = Callable[[dict[str, Any]], Any]
BROKEN: dict[str, tuple[Change, str]] = {
    "rules as one word": (lambda m: m["policy"].update(off="H01"), "problem.policy.off"),
    "an unknown rule": (lambda m: m["policy"].update(off=["H99"]), "problem.policy.off[0]"),
    "an unknown field": (lambda m: m.update(more={}), "problem.more"),
    "an unknown limit": (lambda m: m["policy"].update(more=1), "problem.policy.more"),
    "an unknown weight": (lambda m: m["policy"].update(weights={"zzz": 1}), "problem.policy.weights.zzz"),
    "a huge weight": (lambda m: m["policy"].update(weights={"gaps": 10**9}), "problem.policy.weights.gaps"),
    "a switch for a number": (lambda m: m["policy"].update(faces=True), "problem.policy.faces"),
    "leads after their number": (lambda m: m["policy"].update(lead_from=9), "problem.policy.lead_from"),
    "a note about a person": (lambda m: m["volunteers"][0].update(note="hi"), "problem.volunteers[0].note"),
    "a field that is missing": (lambda m: m["volunteers"][0].pop("born"), "problem.volunteers[0].born"),
    "a far home": (lambda m: m["volunteers"][0].update(x=10**6), "problem.volunteers[0].x"),
    "half a metre": (lambda m: m["volunteers"][0].update(y=0.5), "problem.volunteers[0].y"),
    "a switch in words": (lambda m: m["volunteers"][0].update(active="no"), "problem.volunteers[0].active"),
    "calls below zero": (lambda m: m["volunteers"][0].update(called=-10), "problem.volunteers[0].called"),
    "more shown than called": (lambda m: m["volunteers"][0].update(shown=3), "problem.volunteers[0].shown"),
    "absences as a switch": (lambda m: m["volunteers"][0].update(absences=False), "problem.volunteers[0].absences"),
    "endless hours": (lambda m: m["volunteers"][0].update(desired=[0, 1e308]), "problem.volunteers[0].desired[1]"),
    "hours turned round": (lambda m: m["volunteers"][0].update(desired=[2, 1]), "problem.volunteers[0].desired"),
    "a date in another form": (lambda m: m["volunteers"][0].update(born="19860101"), "problem.volunteers[0].born"),
    "a place without room": (lambda m: m["places"][0].update(capacity=0), "problem.places[0].capacity"),
    "an unknown kind": (lambda m: m["shifts"][0].update(kind="visit"), "problem.shifts[0].kind"),
    "a shift of no roles": (lambda m: m["shifts"][0].update(roles=[]), "problem.shifts[0].roles"),
    "an unknown place": (lambda m: m["shifts"][0].update(place="moon"), "problem.shifts[0].place"),
    "minutes as a float": (lambda m: m["shifts"][0].update(minutes=60.0), "problem.shifts[0].minutes"),
    "a role called standby": (
        lambda m: m["shifts"][0]["roles"][0].update(id="standby"),
        "problem.shifts[0].roles[0].id",
    ),
    "an unknown kind of lock": (lambda m: m["locks"][0].update(kind="PIN"), "problem.locks[0].kind"),
    "an override of what none may": (lambda m: m["locks"][0].update(waives=["H01"]), "problem.locks[0].waives[0]"),
    "an override by a ban": (lambda m: m["locks"][1].update(waives=["H26"]), "problem.locks[1].waives"),
    "a lock of an unknown role": (lambda m: m["locks"][0].update(role="cook"), "problem.locks[0].role"),
    "a lock of nobody": (lambda m: m["locks"][0].update(volunteer="me"), "problem.locks[0].volunteer"),
    "a published seat that is none": (lambda m: m["published"][0].update(role="cook"), "problem.published[0].role"),
    "a pair with oneself": (lambda m: m["pairs"][0].update(b="an"), "problem.pairs[0].b"),
    "an unknown contact": (lambda m: m["elders"][0].update(primary="me"), "problem.elders[0].primary"),
    "history of tomorrow": (
        lambda m: m["volunteers"][0]["history"][0].update(date=FIRST.isoformat()),
        "problem.volunteers[0].history[0].date",
    ),
    "an unknown day type": (
        lambda m: m["horizon"]["days"][0].update(day_type="feast"),
        "problem.horizon.days[0].day_type",
    ),
    "a newer format": (lambda m: m.update(format="commontide/roster-problem/2"), "problem.format"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_of_the_form_is_told_at_its_field(name: str) -> None:
    change, field = BROKEN[name]
    month = deepcopy(full_month())
    change(month)
    assert told(month) == field


def test_a_plan_has_no_other_fields_either() -> None:
    def seat(**more: Any) -> dict[str, Any]:
        return {"tiers": [], "assignments": [{"volunteer": "an", "shift": "s2", "role": "aide", **more}]}

    month = full_month()
    for plan, field in (
        (seat(note="hi"), "plan.assignments[0].note"),
        (seat(role=1), "plan.assignments[0].role"),
        (
            {"assignments": [], "tiers": [], "unheld": [{"volunteer": "an", "shift": "s2", "rule": "H1"}]},
            "plan.unheld[0].rule",
        ),
        ({"assignments": [], "tiers": [{"name": "cost", "value": True}]}, "plan.tiers[0].value"),
    ):
        with pytest.raises(Malformed) as caught:
            check(month, plan, NOTHING)
        assert caught.value.finding.field == field


@pytest.mark.parametrize("seed", [0, 7])
def test_tiers_are_the_cost_and_then_its_parts_by_name(seed: int) -> None:
    both = Both(random_problem(seed))
    taken = next(taken for taken in both.rosters() if len(taken) == 2)
    parts = costs(both.case, both.roster(taken))
    assert list(tier_names(both.problem, both.plan(taken))) == ["cost", *sorted(parts)]
