"""The demo's month of volunteering, planned and published beside its parking and rooms."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from api.cli.common import language, say, words
from api.cli.demo_certificate import write_certificate
from api.cli.demo_round import DemoRound
from api.cli.installing import PASSWORD, fill_rosters
from api.report.rosters import render_roster
from scheduler.files import LoadedRosters, problem_digest, roster_plan_from, roster_problem_from, write_json
from scheduler.office import Office
from scheduler.planning.solving import Order, Watcher
from scheduler.planning.solving_rosters import solve_loaded_rosters
from scheduler.usecases.seeding import Seeded
from solvers.rosters.plan import RosterPlan
from solvers.rosters.problem import RosterProblem

WORK_SHARE = 0.6
"""Of the work that parking is given."""


def run_roster(office: Office, seeded: Seeded, size: str, logins: list[str], work_limit: float, folder: Path) -> Seeded:
    """Seed, plan and publish a month, write its files and tell what came out; its round."""
    say(words("demo_seeding_roster"))
    month = fill_rosters(office, size, seeded.community_id, logins)
    staged = DemoRound(office, month.community_id, month.round_id, logins)
    say(words("demo_planning"))
    staged.to_publication(work_limit * WORK_SHARE)
    file, plan_file = staged.files()
    problem, plan = roster_problem_from(file), roster_plan_from(plan_file)
    write_json(folder / "roster-problem.json", file)
    write_json(folder / "roster-plan.json", plan_file)
    write_json(folder / "roster-report.html", render_roster(problem.shifts, plan, language()).encode())
    compared = _compared(problem, plan)
    say(words("demo_roster_problem", compared.size()))
    say(words("demo_roster_comparison", compared.numbers()))
    write_certificate(office, month.round_id, folder / "roster-certificate.zip")
    return month


def volunteer_login(office: Office, month: Seeded, slug: str) -> str:
    """The account of the busiest volunteer of a published month."""
    database = office.database
    # The job engine takes a second to load, as do use cases: `--help` waits for neither.
    from scheduler.usecases import seeding_rosters

    return database.transact(
        lambda session: seeding_rosters.add_volunteer_account(
            session, office=office, month=month, slug=slug, password=PASSWORD, now=database.now(session)
        )
    )


@dataclass(frozen=True)
class _Compared:
    """A month's plan beside self sign-up."""

    problem: RosterProblem
    plan: RosterPlan
    first_come: RosterPlan

    def size(self) -> dict[str, object]:
        """What was to be planned."""
        horizon = self.problem.horizon
        return {
            "volunteers": f"{len(self.problem.volunteers):,}",
            "shifts": f"{len(self.problem.shifts):,}",
            "seats": f"{self._seats():,}",
            "elders": len(self.problem.elders),
            "since": horizon.first.isoformat(),
            "until_date": horizon.last.isoformat(),
        }

    def numbers(self) -> dict[str, str]:
        """What came out, as people write numbers."""
        cost, other = self.plan.tiers[0], self.first_come.tiers[0].value
        served = _filled(self.plan)
        return {
            "served": f"{served:,}",
            "refused": f"{self._empty():,}",
            "cost": f"{cost.value:,}",
            "bound": "—" if cost.bound is None else f"{cost.bound:,}",
            "fcfs_served": f"{_filled(self.first_come):,}",
            "ratio": f"{cost.value / max(1, other):.3f}",
        }

    def _seats(self) -> int:
        return sum(role.target for shift in self.problem.shifts for role in shift.roles)

    def _empty(self) -> int:
        taken = Counter((one.shift, one.role) for one in self.plan.assignments)
        wanted = ((shift.id, role) for shift in self.problem.shifts for role in shift.roles)
        return sum(max(0, role.target - taken[shift, role.id]) for shift, role in wanted)


def _filled(plan: RosterPlan) -> int:
    return sum(one.role != "standby" for one in plan.assignments)


def _compared(problem: RosterProblem, plan: RosterPlan) -> _Compared:
    loaded = LoadedRosters(problem, problem_digest(problem), ())
    solved = solve_loaded_rosters(loaded, "fcfs", Order(), Watcher(), None, monotonic())
    return _Compared(problem, plan, solved.document)
