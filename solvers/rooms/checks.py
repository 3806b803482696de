"""Checks across the parts of a rooms problem: ids that are known, halls one level deep, dates within the horizon."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, get_args

from solvers.errors import InvalidProblem
from solvers.parking.problem import distinct
from solvers.rooms.problem import Category
from solvers.timetable import DayFilter

if TYPE_CHECKING:
    from solvers.rooms.problem import RoomsProblem


def check_problem(problem: RoomsProblem) -> None:
    """Raise `InvalidProblem` for the first contradiction between the parts of `problem`."""
    facilities = distinct((one.id for one in problem.facilities), "facilities")
    rooms = distinct((one.id for one in problem.rooms), "rooms")
    parties = distinct((one.id for one in problem.parties), "parties")
    requests = distinct((one.id for one in problem.requests), "requests")
    for name in problem.policy.weights:
        _known(name, get_args(Category), f"policy.weights.{name}")
    _check_rooms(problem, facilities, rooms)
    _check_requests(problem, facilities, rooms, parties)
    _check_quotas(problem, facilities, parties)
    for at, link in enumerate(problem.links):
        _known(link.a, requests, f"links.{at}.a")
        _known(link.b, requests, f"links.{at}.b")
        if link.a == link.b:
            raise InvalidProblem("linked_to_itself", f"links.{at}.b", link.b, "another section")
    for at, lock in enumerate(problem.locks):
        _known(lock.request, requests, f"locks.{at}.request")
        if lock.room is not None:
            _known(lock.room, rooms, f"locks.{at}.room")
        if lock.facility is not None:
            _known(lock.facility, facilities, f"locks.{at}.facility")
    _check_dates(problem)


def _check_rooms(problem: RoomsProblem, facilities: Container[str], rooms: Container[str]) -> None:
    for at, room in enumerate(problem.rooms):
        _known(room.facility, facilities, f"rooms.{at}.facility")
        for k, other in enumerate(room.noisy_next_to):
            _known(other, rooms, f"rooms.{at}.noisy_next_to.{k}")
        if room.part_of is None:
            continue
        _known(room.part_of, rooms, f"rooms.{at}.part_of")
        hall = problem.rooms[problem.room_index[room.part_of]]
        if hall.part_of is not None or hall.facility != room.facility or hall is room:
            raise InvalidProblem("not_a_hall", f"rooms.{at}.part_of", room.part_of, "a whole hall of the same facility")


def _check_requests(
    problem: RoomsProblem, facilities: Container[str], rooms: Container[str], parties: Container[str]
) -> None:
    for at, request in enumerate(problem.requests):
        _known(request.party, parties, f"requests.{at}.party")
        for k, room in enumerate(request.rooms):
            _known(room, rooms, f"requests.{at}.rooms.{k}")
        for k, facility in enumerate(request.facilities):
            _known(facility, facilities, f"requests.{at}.facilities.{k}")
        if request.previous is not None:
            _known(request.previous.room, rooms, f"requests.{at}.previous.room")


def _check_quotas(problem: RoomsProblem, facilities: Container[str], parties: Container[str]) -> None:
    known: dict[str, Container[str]] = {
        "party": parties,
        "facility": facilities,
        "category": get_args(Category),
        "household": {party.household for party in problem.parties if party.household is not None},
    }
    for at, quota in enumerate(problem.quotas):
        _known(quota.of, known[quota.scope], f"quotas.{at}.of")


def _check_dates(problem: RoomsProblem) -> None:
    horizon = problem.horizon
    inside = f"{horizon.first} to {horizon.last}"
    for path, rule in _rules(problem):
        outside = rule.dates_outside(horizon)
        if outside:
            raise InvalidProblem("outside_horizon", f"{path}.{outside[0]}", outside[1].isoformat(), inside)
    for at, request in enumerate(problem.requests):
        for name, value in (("first", request.first), ("last", request.last)):
            if value is not None and not horizon.first <= value <= horizon.last:
                raise InvalidProblem("outside_horizon", f"requests.{at}.{name}", value.isoformat(), inside)


def _rules(problem: RoomsProblem) -> Iterator[tuple[str, DayFilter]]:
    for at, facility in enumerate(problem.facilities):
        for name in ("windows", "seniors"):
            yield from ((f"facilities.{at}.{name}.{k}", rule) for k, rule in enumerate(getattr(facility, name)))
    for at, room in enumerate(problem.rooms):
        for name in ("windows", "staffed"):
            yield from ((f"rooms.{at}.{name}.{k}", rule) for k, rule in enumerate(getattr(room, name) or ()))


def _known(value: str, known: Container[str], field: str) -> None:
    if value not in known:
        raise InvalidProblem("unknown_id", field, value, "an id of this problem")
