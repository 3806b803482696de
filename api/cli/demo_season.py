"""The demo's season of activity rooms, planned and published beside its parking."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from api.cli.common import say, words
from api.cli.demo_certificate import write_certificate
from api.cli.demo_round import DemoRound
from api.cli.installing import fill_rooms
from api.cli.rooms import page_of
from scheduler.files import LoadedRooms, problem_digest, rooms_plan_from, rooms_problem_from, write_json
from scheduler.office import Office
from scheduler.planning.solving import Order, Watcher
from scheduler.planning.solving_rooms import solve_loaded_rooms
from scheduler.usecases.seeding import Seeded
from solvers.rooms.plan import RoomsPlan
from solvers.rooms.problem import RoomsProblem

WORK_SHARE = 0.6
"""Of the work that parking is given."""


def run_season(office: Office, seeded: Seeded, size: str, logins: list[str], work_limit: float, folder: Path) -> str:
    """Seed, plan and publish a season, write its files and tell what came out; the id of its round."""
    say(words("demo_seeding_rooms"))
    season = fill_rooms(office, size, seeded.community_id)
    staged = DemoRound(office, season.community_id, season.round_id, logins)
    say(words("demo_planning"))
    staged.to_publication(work_limit * WORK_SHARE)
    file, plan_file = staged.files()
    problem, plan = rooms_problem_from(file), rooms_plan_from(plan_file)
    write_json(folder / "season-problem.json", file)
    write_json(folder / "season-plan.json", plan_file)
    write_json(folder / "season-report.html", page_of(problem, plan).encode())
    compared = _compared(problem, plan)
    say(words("demo_rooms_problem", compared.size()))
    say(words("demo_rooms_comparison", compared.numbers()))
    write_certificate(office, season.round_id, folder / "season-certificate.zip")
    return str(season.round_id)


@dataclass(frozen=True)
class _Compared:
    """A season's plan beside first come, first served."""

    problem: RoomsProblem
    plan: RoomsPlan
    first_come: RoomsPlan

    def size(self) -> dict[str, object]:
        """What was to be planned."""
        horizon = self.problem.horizon
        return {
            "facilities": len(self.problem.facilities),
            "rooms": len(self.problem.rooms),
            "registrations": len(self.problem.requests),
            "since": horizon.first.isoformat(),
            "until_date": horizon.last.isoformat(),
        }

    def numbers(self) -> dict[str, str]:
        """What came out, as people write numbers."""
        value, other = self.plan.tiers[0].value, self.first_come.tiers[0].value
        served = len({one.request for one in self.plan.assignments})
        moved = sum(len(one.substitutes) for one in self.plan.assignments)
        dates = sum(len(one.dates) for one in self.plan.assignments) + moved
        return {
            "served": f"{served:,}",
            "refused": f"{len(self.problem.requests) - served:,}",
            "dates": f"{dates:,}",
            "moved": f"{moved:,}",
            "fcfs_served": f"{len({one.request for one in self.first_come.assignments}):,}",
            "ratio": f"{value / max(1, other):.3f}",
        }


def _compared(problem: RoomsProblem, plan: RoomsPlan) -> _Compared:
    loaded = LoadedRooms(problem, problem_digest(problem), ())
    solved = solve_loaded_rooms(loaded, "fcfs", Order(), Watcher(), None, monotonic())
    return _Compared(problem, plan, solved.document)
