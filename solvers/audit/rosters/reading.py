"""A month as it has to be before anything is asked of it: its form, and that its records agree with each other."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Set
from datetime import date
from typing import Any

from solvers.audit.protocol import Part
from solvers.audit.rosters.forms import month_shape
from solvers.audit.rosters.settings import LIMITS
from solvers.audit.shapes import refuse
from solvers.audit.times import clock

STANDBY = "standby"
YEARS = 2000, 2200
MOST_DAYS = 400
WINDOWS = ("available", "blackouts", "liked", "disliked")
Names = Set[object]


def read(problem: Part) -> None:
    """Look at every record of a month.

    Raises
    ------
    Malformed
        At the first field that is unknown, missing, of another kind or out of its range, and at the first that
        contradicts another.
    """
    month_shape(problem, "problem")
    _horizon(problem["horizon"])
    _policy(problem["policy"])
    people = {one["id"] for one in problem["volunteers"]}
    for field, one in _records(problem, "volunteers"):
        _volunteer(one, field, problem["horizon"]["first"])
    _shifts(problem)
    _wishes(problem, people)
    _duties(problem, people)


def _shifts(problem: Part) -> None:
    places = {one["id"] for one in problem["places"]}
    elders = {None, *(one["id"] for one in problem.get("elders", ()))}
    horizon = problem["horizon"]
    for field, shift in _records(problem, "shifts"):
        _known(shift["place"], places, f"{field}.place")
        _known(shift.get("elder"), elders, f"{field}.elder")
        if not horizon["first"] <= shift["date"] <= horizon["last"]:
            refuse(shift["date"], f"{field}.date", "a date of the horizon")
        _shift(shift, field)


def _wishes(problem: Part, people: Names) -> None:
    """Elders and pairs speak of people who are there."""
    or_nobody = {None, *people}
    for field, elder in _records(problem, "elders"):
        for name in ("primary", "second"):
            _known(elder.get(name), or_nobody, f"{field}.{name}")
        for at, name in enumerate(elder.get("vetoes", ())):
            _known(name, people, f"{field}.vetoes[{at}]")
    for field, pair in _records(problem, "pairs"):
        _known(pair["a"], people, f"{field}.a")
        _known(pair["b"], people - {pair["a"]}, f"{field}.b")


def _records(problem: Part, name: str) -> Iterator[tuple[str, Part]]:
    return ((f"problem.{name}[{at}]", one) for at, one in enumerate(problem.get(name, ())))


def _known(name: object, known: Container[object], field: str) -> None:
    if name not in known:
        refuse(name, field, "ids of this problem")


def _horizon(horizon: Part) -> None:
    first, last = date.fromisoformat(horizon["first"]), date.fromisoformat(horizon["last"])
    if not YEARS[0] <= first.year <= last.year <= YEARS[1] or not 0 <= (last - first).days < MOST_DAYS:
        refuse(horizon["last"], "problem.horizon.last", f"at most {MOST_DAYS} dates, {YEARS[0]} to {YEARS[1]}")


def _policy(policy: Part) -> None:
    first, most = (policy.get(name, LIMITS[name]) for name in ("lead_from", "lead_for"))
    if first > most:
        refuse(first, "problem.policy.lead_from", f"1 to {most}")


def _volunteer(one: Part, field: str, first: str) -> None:
    if one.get("shown", 0) > one.get("called", 0):
        refuse(one["shown"], f"{field}.shown", f"0 to {one.get('called', 0)}")
    desired = one.get("desired") or (0, 0)
    if desired[0] > desired[1]:
        refuse(desired[1], f"{field}.desired", f"{desired[0]} or more")
    for at, past in enumerate(one.get("history", ())):
        clock(past["start"], f"{field}.history[{at}].start")
        if past["date"] >= first:
            refuse(past["date"], f"{field}.history[{at}].date", f"before {first}")
    spans: Iterable[tuple[str, Any]] = (
        (f"{field}.{name}[{at}]", span) for name in (*WINDOWS, "insured") for at, span in enumerate(one.get(name, ()))
    )
    for path, span in spans:
        if span.get("first") and span.get("last") and span["first"] > span["last"]:
            refuse(span["last"], f"{path}.last", f"{span['first']} or later")


def _shift(shift: Part, field: str) -> None:
    if clock(shift["start"], f"{field}.start") == clock("24:00"):
        refuse(shift["start"], f"{field}.start", "00:00 to 23:59")
    if not shift["roles"]:
        refuse(0, f"{field}.roles", "a role or more")
    for at, role in enumerate(shift["roles"]):
        path = f"{field}.roles[{at}]"
        if role["id"] == STANDBY:
            refuse(STANDBY, f"{path}.id", "another name")
        if not role["least"] <= role["target"] <= role["most"] or not role["most"]:
            refuse(role["target"], f"{path}.target", f"{role['least']} to {role['most']}")


def _duties(problem: Part, people: Names) -> None:
    roles = {shift["id"]: {STANDBY, *(role["id"] for role in shift["roles"])} for shift in problem["shifts"]}
    for kind in ("locks", "published"):
        for field, duty in _records(problem, kind):
            _known(duty["volunteer"], people, f"{field}.volunteer")
            _known(duty["shift"], roles, f"{field}.shift")
            anything = {None} if kind == "locks" else set[None]()
            _known(duty.get("role"), roles[duty["shift"]] | anything, f"{field}.role")
            if duty.get("waives") and duty["kind"] != "pin":
                refuse(duty["kind"], f"{field}.waives", "pin")
