"""Names of the forms of a bundle's parts, as this program reads them."""

from __future__ import annotations

from collections.abc import Mapping

PLAN_FORMATS = {
    "parking": "commontide/plan/1",
    "rooms": "commontide/rooms-plan/1",
    "rosters": "commontide/roster-plan/1",
}
PROBLEM_FORMATS = {
    "parking": "commontide/parking-problem/1",
    "rooms": "commontide/rooms-problem/1",
    "rosters": "commontide/roster-problem/1",
}
BOUND_FORMAT = "commontide/bound/1"
DRAW_FORMAT = "commontide/draw/1"


def formats_of(domain: str) -> Mapping[str, str]:
    """Name of the form of each part but the manifest."""
    return {
        "problem": PROBLEM_FORMATS[domain],
        "plan": PLAN_FORMATS[domain],
        "bound": BOUND_FORMAT,
        "draw": DRAW_FORMAT,
    }
