"""What everybody may see of a round's draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import lots, queries
from scheduler.errors import NotFound
from scheduler.models import Draw, Round
from scheduler.usecases.public import round_seen


@dataclass(frozen=True, slots=True)
class Entry:
    """A receipt in a draw: its place and lot once the draw is revealed; `joined` and `left` since it was frozen."""

    position: int
    receipt: str
    lot: str
    joined: bool
    left: bool


@dataclass(frozen=True, slots=True)
class DrawSeen:
    """A draw with its receipts: by lot once it is revealed, else by receipt; none after the notice was displayed.

    `withdrawn` are the draws that were committed to for the round before, the latest first.
    """

    draw: Draw
    withdrawn: Sequence[Draw]
    entries: int
    joined: Sequence[str]
    left: Sequence[str]
    items: Sequence[Entry]

    @property
    def number(self) -> str:
        """The public number; told only once two people have given it."""
        return self.draw.number if self.draw.state == "revealed" else ""


def draw_seen(session: Session, *, round_id: UUID, now: datetime) -> DrawSeen:
    """The draw of a round, the last one that was withdrawn where none stands.

    Raises
    ------
    NotFound
        No such round, or a draft; it never had a draw.
    """
    round_, _ = round_seen(session, round_id=round_id)
    draw, *withdrawn = queries.draws.all_of_round(session, round_.id) or (None,)
    if draw is None:
        raise NotFound()
    if draw.frozen_at is None or not _is_displayed(round_, now):
        return DrawSeen(draw, withdrawn, len(draw.entries), (), (), ())
    frozen = set(draw.entries)
    present = set(queries.draws.taking_part(session, round_))
    joined, left = sorted(present - frozen), sorted(frozen - present)
    receipts = sorted(frozen | present)
    ordered = lots.in_order(draw.seed, receipts) if draw.seed else [("", receipt) for receipt in receipts]
    items = [
        Entry(position, receipt, lot, receipt not in frozen, receipt not in present)
        for position, (lot, receipt) in enumerate(ordered, start=1)
    ]
    return DrawSeen(draw, withdrawn, len(frozen), joined, left, items)


def _is_displayed(round_: Round, now: datetime) -> bool:
    """Receipts are told as long as the notice shows them: later only who has one finds its line."""
    return round_.published_at is None or now < round_.published_at + timedelta(days=round_.display_days)
