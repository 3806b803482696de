"""Assignments of a plan with names that the problem knows."""

from __future__ import annotations

from dataclasses import dataclass

from solvers.audit.finding import Finding
from solvers.audit.parking.scene import Record, Scene, Stay
from solvers.audit.times import Minutes


@dataclass(frozen=True, slots=True)
class Right:
    """An assignment with known names; `at` is its position in the plan, `site` the site of its first space."""

    at: int
    request: Record
    site: str
    spaces: tuple[str, ...]
    stays: tuple[Stay, ...]

    @property
    def field(self) -> str:
        """Its field in the plan."""
        return f"plan.assignments[{self.at}]"

    @property
    def minutes(self) -> Minutes:
        """All minutes in which it stands."""
        found = 0
        for stay in self.stays:
            found |= stay.minutes
        return found


def rights_of(scene: Scene, plan: Record) -> tuple[list[Right], list[Finding]]:
    """The assignments whose names the problem knows, and a finding for every other name."""
    rights, unknown = [], []
    for at, line in enumerate(plan["assignments"]):
        field, names = f"plan.assignments[{at}]", tuple(line["spaces"])
        strange = [k for k, name in enumerate(names) if name not in scene.units]
        if line["request"] not in scene.requests:
            unknown.append(Finding("unknown_id", f"{field}.request", named(line["request"], ", ".join(names))))
        elif strange or not names:
            place = f"{field}.spaces[{strange[0]}]" if strange else f"{field}.spaces"
            unknown.append(Finding("unknown_id", place, named(line["request"], ", ".join(names))))
        else:
            site = scene.units[names[0]].site
            if site != line["site"]:
                unknown.append(Finding("wrong_site", f"{field}.site", named(line["request"], line["site"])))
            request = scene.requests[line["request"]]
            rights.append(Right(at, request, site, names, scene.stays(request)))
    return rights, unknown


def named(requests: object, place: object) -> dict[str, int | str]:
    """Names for a finding, none of them longer than a name may be."""
    return {"requests": str(requests)[:140], "place": str(place)[:140]}
