"""Which right may stand on which space: every filter, each with its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from solvers.audit.parking.scene import Hours, Kind, Record, Scene, Stay
from solvers.audit.times import Minutes, first_of

SIZES = ("compact", "standard", "large")
Objection = tuple[str, dict[str, int | str]]
"""Name of a filter and its numbers."""


class Eligibility:
    """Filters of a scene. What depends on the space and the stay alone is worked out once for each pair of them."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._times: dict[tuple[str, Stay], tuple[Objection, ...]] = {}
        self._inside: dict[tuple[Hours, Stay], bool] = {}
        self._moving: dict[tuple[str, Stay], bool] = {}
        self._usable: dict[tuple[Any, ...], tuple[Kind, ...]] = {}
        self.bans: dict[str, list[Record]] = {}
        for lock in scene.locks:
            if lock["kind"] == "ban":
                self.bans.setdefault(lock["request"], []).append(lock)

    def objections(self, request: Record, stay: Stay, unit: str) -> Iterator[Objection]:
        """All that speaks against a stay of a request on a single space."""
        kind = self.scene.units[unit]
        if not stay.minutes:
            yield "never_active", {}
        yield from self._misfits(request, kind.record)
        walk, longest = request["walk"].get(kind.site), request.get("longest_walk", 500)
        if walk is None or walk > longest:
            yield "longest_walk", {"allowed": longest} | ({} if walk is None else {"metres": walk})
        if any(_covers(ban, kind.site, unit) for ban in self.bans.get(request["id"], ())):
            yield "ban", {}
        yield from self.times(kind, stay)

    def usable(self, request: Record, site: str, stay: Stay) -> tuple[Kind, ...]:
        """The kinds of spaces of a site on which a stay of a request may stand."""
        bans = self.bans.get(request["id"], ())
        walk = request["walk"].get(site)
        if walk is None or walk > request.get("longest_walk", 500) or any(_covers(ban, site, None) for ban in bans):
            return ()
        traits = tuple(request.get(name) for name in ("size", "party", "needs_ev", "needs_accessible"))
        key = (site, stay, traits)
        if key not in self._usable:
            self._usable[key] = tuple(kind for kind in self.scene.at_site[site] if self._may(request, kind, stay))
        found = self._usable[key]
        return (
            tuple(kind for kind in found if not any(_covers(ban, site, kind.name) for ban in bans)) if bans else found
        )

    def _may(self, request: Record, kind: Kind, stay: Stay) -> bool:
        return self.fits(kind, stay) and not any(self._misfits(request, kind.record))

    def _misfits(self, request: Record, space: Record) -> Iterator[Objection]:
        size, room = request.get("size", "standard"), space.get("size", "standard")
        if SIZES.index(size) > SIZES.index(room):
            yield "size", {"size": size, "allowed": room}
        if request.get("needs_ev", False) and not space.get("ev", False):
            yield "charger", {}
        needs, has = request.get("needs_accessible", False), space.get("accessible", False)
        if needs and not has:
            yield "accessible", {}
        if has and not needs and self.scene.policy.get("accessible_spaces_exclusive", True):
            yield "accessible_only", {}
        party, reserved = request.get("party", "tenant"), space.get("reserved_for", ())
        if reserved and party not in reserved:
            yield "reserved", {"party": party, "allowed": ", ".join(reserved)}

    def fits(self, kind: Kind, stay: Stay) -> bool:
        """Whether the clock says nothing against a stay on a kind of space: the same as no `times`, sooner told."""
        key = (kind.hours, stay)
        if key not in self._inside:
            self._inside[key] = bool(stay.minutes) and stay.minutes | kind.hours.open == kind.hours.open
        return self._inside[key] and self._moves(kind.site, stay)

    def _moves(self, site: str, stay: Stay) -> bool:
        """Whether a stay comes, goes and leaves as its site allows."""
        key = (site, stay)
        if key not in self._moving:
            curfew, leaving = self.scene.curfews[site], self.scene.leaving[site]
            late = stay.minutes & stay.minutes << 1 & leaving
            self._moving[key] = not late and not (stay.minutes ^ stay.minutes << 1) & curfew
        return self._moving[key]

    def times(self, kind: Kind, stay: Stay) -> tuple[Objection, ...]:
        """What the clock says against a stay on a kind of space, each with the first minute concerned."""
        key = (kind.name, stay)
        if key not in self._times:
            wrong = self._wrong_minutes(kind, stay)
            self._times[key] = tuple((rule, _times(rule, stay, first_of(found))) for rule, found in wrong if found)
        return self._times[key]

    def _wrong_minutes(self, kind: Kind, stay: Stay) -> Iterator[tuple[str, Minutes]]:
        """For each rule of the clock the minutes of a stay that break it; it moves where its minutes begin or end."""
        yield "opening", stay.minutes & ~kind.hours.windows
        yield "closure", stay.minutes & kind.hours.closed
        yield "curfew", (stay.minutes ^ stay.minutes << 1) & self.scene.curfews[kind.site]
        yield "leave_by", stay.minutes & stay.minutes << 1 & self.scene.leaving[kind.site]


def _covers(ban: Record, site: str, unit: str | None) -> bool:
    """Whether a ban is about a space (None: about every space of the site): about that one, its site, or all."""
    if ban.get("space") is not None:
        return unit is not None and bool(ban["space"] == unit)
    return ban.get("site") is None or bool(ban["site"] == site)


def _times(rule: str, stay: Stay, minute: int) -> dict[str, int | str]:
    """The minute that breaks a rule; where a space is not open, the whole span that it should be open for."""
    if rule != "opening":
        return {"minute": minute}
    start, end = stay.span_near(minute)
    return {"minute": start, "until": end}
