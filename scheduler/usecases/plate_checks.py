"""May this car stand here now, until when and why: for wardens at the kerb, answered by a few look-ups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import STAFF, Actor
from scheduler.covenant import CovenantSettings, settings_of
from scheduler.errors import NotAllowed, NotFound
from scheduler.models import Site
from scheduler.privacy import Vault, plate_of
from scheduler.queries.plates import Car, Standing
from scheduler.usecases.serving import runs

log = structlog.get_logger()
LOOKED_BACK, LOOKED_AHEAD = timedelta(hours=12), timedelta(hours=24)
MAY = ("stands_by_right", "stands_by_agreement", "stands_by_booking", "stands_in_own_space", "stands_in_grace")
MAY_NOT = (
    "plate_unknown",
    "blocked_now",
    "agreement_unsigned",
    "agreement_rests",
    "right_not_accepted",
    "right_begins_later",
    "right_is_over",
    "right_elsewhere",
    "no_right_here",
)
REASONS = (*MAY, *MAY_NOT)
"""Why a vehicle may stand, or may not."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer: `since` is when a right begins that has not begun, `until` when the one that holds or held ends.

    A block ends at `until` as well. `lives_here` tells that the household of its keeper lives at the site asked for:
    whether they may stand there outside of the shared spaces is no matter of this service.
    """

    reason: str
    site_id: UUID | None = None
    site_code: str | None = None
    space_code: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    agreement_number: int | None = None
    lives_here: bool = False

    @property
    def may_stand(self) -> bool:
        """Whether it may."""
        return self.reason in MAY


def check(
    session: Session, *, actor: Actor, vault: Vault, plate: str, now: datetime, site_id: UUID | None = None
) -> Checked:
    """What holds for a plate at a site, or at any of those that the asker runs.

    The log keeps who asked, where, and what came of it, without the plate; nothing else is written.

    Raises
    ------
    NotAllowed, NotFound, Rejected
        Not for this person; no such site for them; a text that is no plate.
    """
    if not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")
    site = None if site_id is None else queries.supply.site(session, actor.community_id, site_id)
    if site_id is not None and (site is None or not runs(actor, site.id)):
        raise NotFound()
    digest = vault.index(plate_of(plate), "vehicle.plate")
    found = _found(session, actor, site, digest, now)
    log.info(
        "plate_checked",
        account=str(actor.account_id),
        site=None if site is None else site.code,
        outcome=found.reason,
    )
    return found


def _found(session: Session, actor: Actor, site: Site | None, digest: bytes, now: datetime) -> Checked:
    car = queries.plates.car(session, actor.community_id, digest, now)
    if car is None:
        return Checked("plate_unknown")
    if car.blocked_until is not None:
        return Checked("blocked_now", until=car.blocked_until)
    covenant = queries.community.covenant_in_force(session, actor.community_id, now)
    rules = settings_of({} if covenant is None else covenant.settings)
    return _Look(session, actor, site, car, rules, now).answer()


@dataclass(frozen=True)
class _Look:
    """One check of a registered vehicle that is not blocked."""

    session: Session
    actor: Actor
    site: Site | None
    car: Car
    rules: CovenantSettings
    now: datetime

    def answer(self) -> Checked:
        """The first that suits: what holds now, what held just now, one's own space, what will hold, nothing."""
        first, last = self.now - LOOKED_BACK, self.now + LOOKED_AHEAD
        known = queries.plates.standings(self.session, self.car.resource_id, first, last)
        here = [one for one in known if self._is_asked(one.site_id)]
        grace = timedelta(minutes=self.rules.use.grace_minutes)
        now_here = [one for one in here if one.starts_at <= self.now < one.ends_at]
        over = [one for one in here if one.ends_at <= self.now]
        return (
            (self._holding(now_here[0], here) if now_here else None)
            or self._in_grace(over, grace)
            or self._own_space()
            or self._coming(here)
            or self._elsewhere(known)
            or (self._of("right_is_over", over[-1], until=over[-1].ends_at) if over else self._nothing())
        )

    def _nothing(self) -> Checked:
        if self.site is None:
            return Checked("no_right_here")
        lives_here = self.car.home_site_id == self.site.id
        return Checked("no_right_here", self.site.id, self.site.code, lives_here=lives_here)

    def _is_asked(self, site_id: UUID) -> bool:
        return runs(self.actor, site_id) if self.site is None else site_id == self.site.id

    def _holding(self, one: Standing, here: Sequence[Standing]) -> Checked:
        obstacle = self._obstacle(one)
        if obstacle is not None:
            return self._of(obstacle, one)
        until = one.ends_at
        for later in here:
            if later.site_id == one.site_id and later.starts_at <= until < later.ends_at:
                until = later.ends_at
        agreed = one.agreement is not None
        reason = "stands_by_booking" if one.booking_id else "stands_by_agreement" if agreed else "stands_by_right"
        space = queries.plates.space_code(self.session, one.allocation_id, one.booking_id, self.now)
        return self._of(reason, one, until=until, space=space)

    def _obstacle(self, one: Standing) -> str | None:
        """Why a right that is running may not be used."""
        if one.booking_id is not None:
            return None
        if one.state == "allocated":
            return "right_not_accepted"
        if one.agreement == "suspended" and self._rests(one):
            return "agreement_rests"
        signed = one.agreement is not None and one.agreement != "drawn_up"
        return "agreement_unsigned" if self.rules.path.signature_needed and not signed else None

    def _rests(self, one: Standing) -> bool:
        """Whether a use begins on a date on which its agreement rests: a night is one of its first date."""
        zone = queries.community.one(self.session, self.actor.community_id).zone
        day = calendar.date_of(one.starts_at, zone)
        return one.rests_from is not None and one.rests_from <= day <= (one.rests_until or date.max)

    def _in_grace(self, over: Sequence[Standing], grace: timedelta) -> Checked | None:
        if not over or self.now > over[-1].ends_at + grace or self._obstacle(over[-1]):
            return None
        return self._of("stands_in_grace", over[-1], until=over[-1].ends_at + grace)

    def _own_space(self) -> Checked | None:
        mine = queries.plates.own_spaces(self.session, self.car.member_id, self.now)
        own = [one for one in mine if self._is_asked(one[0])]
        return Checked("stands_in_own_space", *own[0]) if own else None

    def _coming(self, here: Sequence[Standing]) -> Checked | None:
        coming = next((one for one in here if one.starts_at > self.now), None)
        return None if coming is None else self._of("right_begins_later", coming, since=coming.starts_at)

    def _elsewhere(self, known: Sequence[Standing]) -> Checked | None:
        """A place at another site, which is told to those who run it: nobody follows a vehicle to others' sites."""
        now = (one for one in known if one.starts_at <= self.now < one.ends_at)
        there = next((one for one in now if runs(self.actor, one.site_id)), None)
        return None if there is None else self._of("right_elsewhere", there, until=there.ends_at)

    def _of(
        self,
        reason: str,
        one: Standing,
        since: datetime | None = None,
        until: datetime | None = None,
        space: str | None = None,
    ) -> Checked:
        return Checked(reason, one.site_id, one.site_code, space, since, until, one.agreement_number)
