"""Who may move what where: the states of rounds, registrations and runs, told once; and words that rows may hold.

A move is named by its action. `SYSTEM` stands for the scheduler's own clockwork; `OWNER` for the person whose
registration it is. docs/states.md draws these tables; a test keeps both equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OWNER = "owner"
STAFF = "property_staff"
COORDINATOR = "coordinator"
ADMIN = "admin"
COMMITTEE = "committee"
COUNCIL = "council"
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Move:
    """An action: from which states it leads where, and who may take it; `needs_reason` where a person must say why."""

    before: tuple[str, ...]
    after: str
    actors: frozenset[str]
    needs_reason: bool = False


ROUND_STATES = ("draft", "open", "closed", "planned", "published", "settled", "cancelled")
_OFFICE = frozenset({COORDINATOR, ADMIN})
_CLOCK = frozenset({COORDINATOR, ADMIN, SYSTEM})

ROUND_MOVES: Mapping[str, Move] = {
    "open": Move(("draft",), "open", _CLOCK),
    "close": Move(("open",), "closed", _CLOCK),
    "reopen": Move(("closed",), "open", _OFFICE, needs_reason=True),
    "plan": Move(("closed", "planned"), "planned", frozenset({SYSTEM})),
    "publish": Move(("planned", "published"), "published", _OFFICE),
    "settle": Move(("published",), "settled", _CLOCK),
    "resume": Move(("settled",), "published", frozenset({SYSTEM})),
    "cancel": Move(("draft", "open", "closed", "planned"), "cancelled", _OFFICE, needs_reason=True),
}
"""A plan made after publication leaves the round published: see `usecases.planning`. A settled round is resumed for a
decision of the council that is to enter a plan: see `usecases.decisions`."""

REGISTRATION_STATES = (
    "draft",
    "submitted",
    "needs_information",
    "endorsed",
    "approved",
    "competing",
    "allocated",
    "refused",
    "waitlisted",
    "accepted",
    "declined",
    "lapsed",
    "active",
    "ended",
    "withdrawn",
)
UNDECIDED = ("draft", "submitted", "needs_information", "endorsed", "approved", "competing")
"""States in which nothing came of a registration yet: when its round is cancelled or settled, it ends."""
LIVING = (*UNDECIDED, "allocated", "waitlisted", "accepted", "active")
"""States in which a registration has or may get a place."""
_PERSON = frozenset({OWNER, STAFF, COORDINATOR})
_SYSTEM = frozenset({SYSTEM})

REGISTRATION_MOVES: Mapping[str, Move] = {
    "submit": Move(("draft", "needs_information"), "submitted", _PERSON),
    "request_information": Move(
        ("submitted", "endorsed"), "needs_information", frozenset({STAFF, COORDINATOR}), needs_reason=True
    ),
    "endorse": Move(("submitted",), "endorsed", frozenset({STAFF, COORDINATOR})),
    "return": Move(("endorsed",), "submitted", frozenset({COORDINATOR}), needs_reason=True),
    "approve": Move(("endorsed",), "approved", frozenset({COORDINATOR})),
    "reject": Move(("submitted", "endorsed", "approved"), "refused", frozenset({COORDINATOR}), needs_reason=True),
    "compete": Move(("approved",), "competing", _SYSTEM),
    "allocate": Move(("competing", "refused", "waitlisted", "accepted", "active"), "allocated", _SYSTEM),
    "refuse": Move(("competing", "waitlisted", "allocated", "accepted", "active"), "refused", _SYSTEM),
    "waitlist": Move(("competing", "refused", "allocated", "accepted", "active"), "waitlisted", _SYSTEM),
    "close_line": Move(("waitlisted",), "refused", _SYSTEM),
    "accept": Move(("allocated",), "accepted", _PERSON),
    "decline": Move(("allocated",), "declined", _PERSON),
    "lapse": Move(("allocated",), "lapsed", _SYSTEM),
    "activate": Move(("accepted",), "active", _SYSTEM),
    "end": Move(("accepted", "active"), "ended", _SYSTEM),
    "annul": Move(UNDECIDED, "withdrawn", _SYSTEM),
    "withdraw": Move(
        (
            "draft",
            "submitted",
            "needs_information",
            "endorsed",
            "approved",
            "competing",
            "waitlisted",
            "accepted",
            "active",
        ),
        "withdrawn",
        _PERSON,
    ),
}
AMENDABLE = ("draft", "submitted", "needs_information")
"""States in which a person may still change what is asked, while the round is open."""
PERSONAL_ACTIONS = tuple(name for name, move in REGISTRATION_MOVES.items() if move.actors != _SYSTEM)
"""Actions that people take; the others are the clockwork's."""
HOLDING = ("allocated", "accepted", "active")
"""States in which a registration holds an allocation."""

VOLUNTEER_STATES = ("registered", "active", "paused", "left")
"""Nobody is planned before the office has verified who they are."""
_THEMSELVES = frozenset({OWNER, STAFF, COORDINATOR, ADMIN})
VOLUNTEER_MOVES: Mapping[str, Move] = {
    "verify": Move(("registered",), "active", _OFFICE),
    "pause": Move(("active",), "paused", _THEMSELVES),
    "resume": Move(("paused",), "active", _THEMSELVES),
    "leave": Move(("registered", "active", "paused"), "left", _THEMSELVES),
}
"""Whoever left registers anew."""
SHIFT_STATES = ("planned", "open", "cancelled", "over")
"""Open is a shift that was published: people sign up, drop out and swap."""

SEAT_STATES = (
    "offered",
    "accepted",
    "confirmed",
    "checked_in",
    "checked_out",
    "done",
    "looking_for_substitute",
    "declined",
    "lapsed",
    "excused",
    "absent",
    "cancelled_by_us",
)
SEAT_COVER = ("offered", "accepted", "confirmed", "checked_in", "checked_out", "done")
"""States in which a seat counts as filled."""
SEAT_LIVING = ("offered", "accepted", "confirmed", "checked_in", "checked_out", "looking_for_substitute")
"""States in which something may still come of a seat; a volunteer has one at most on a shift."""
_VOLUNTEER = frozenset({OWNER, COORDINATOR, ADMIN})

SEAT_MOVES: Mapping[str, Move] = {
    "accept": Move(("offered",), "accepted", _VOLUNTEER),
    "decline": Move(("offered",), "declined", _VOLUNTEER),
    "lapse": Move(("offered",), "lapsed", _SYSTEM),
    "confirm": Move(("accepted",), "confirmed", _VOLUNTEER),
    "sign_out": Move(("offered", "accepted", "confirmed"), "excused", _VOLUNTEER),
    "seek_substitute": Move(("offered", "accepted", "confirmed"), "looking_for_substitute", _VOLUNTEER),
    "come_after_all": Move(("looking_for_substitute",), "confirmed", _VOLUNTEER),
    "ask_again": Move(("offered", "accepted", "confirmed"), "offered", _OFFICE),
    "replace": Move(
        ("offered", "accepted", "confirmed", "looking_for_substitute"),
        "excused",
        frozenset({COORDINATOR, ADMIN, SYSTEM}),
    ),
    "check_in": Move(("accepted", "confirmed", "looking_for_substitute"), "checked_in", _VOLUNTEER),
    "check_out": Move(("checked_in",), "checked_out", _VOLUNTEER),
    "credit": Move(("accepted", "confirmed", "checked_in", "checked_out", "absent"), "done", _CLOCK),
    "miss": Move(("accepted", "confirmed", "looking_for_substitute"), "absent", _CLOCK),
    "excuse": Move(
        ("accepted", "confirmed", "looking_for_substitute", "absent"), "excused", _OFFICE, needs_reason=True
    ),
    "cancel": Move(
        ("offered", "accepted", "confirmed", "looking_for_substitute"),
        "cancelled_by_us",
        frozenset({COORDINATOR, ADMIN, SYSTEM}),
    ),
}

RUN_STATES = ("queued", "running", "done", "failed", "cancelled")

OWN_CHANNELS = ("web", "mobile")
"""Ends 端 that people use themselves."""
STAFF_CHANNELS = ("web", "mobile", "hotline", "window", "door", "letter", "import")
"""Ends by which staff write for somebody: they called, came to the window, were visited at home, wrote."""

DRAW_STATES = ("committed", "frozen", "entered", "revealed", "withdrawn")
"""A draw is committed before its round closes, frozen with it, and revealed once two people entered one number.

While it is only committed to, it may be withdrawn.
"""
CERTIFICATE_STATES = ("waiting", "ready", "failed")
ALTERNATIVE_STATES = ("found", "held", "taken", "declined", "lapsed", "gone")
"""What was found may be held for somebody for a time, and taken; it is gone where somebody else was first."""
ALTERNATIVE_MOVES: Mapping[str, Move] = {
    "hold": Move(("found",), "held", _PERSON),
    "take": Move(("found", "held"), "taken", _PERSON),
    "decline": Move(("found", "held"), "declined", _PERSON),
    "let_go": Move(("held",), "found", _SYSTEM),
    "lapse": Move(("held",), "lapsed", _SYSTEM),
    "drop": Move(("found", "held"), "gone", _SYSTEM),
}
"""One is held for a registration at a time: whoever holds another lets the first go."""

COVENANT_STATES = ("draft", "proposed", "adopted", "rejected", "withdrawn")
_COUNCIL = frozenset({COUNCIL, COORDINATOR, ADMIN})
COVENANT_MOVES: Mapping[str, Move] = {
    "propose": Move(("draft",), "proposed", _OFFICE),
    "take_back": Move(("proposed",), "draft", _OFFICE, needs_reason=True),
    "adopt": Move(("proposed",), "adopted", _COUNCIL),
    "reject": Move(("proposed",), "rejected", _COUNCIL),
    "withdraw": Move(("draft", "proposed"), "withdrawn", _OFFICE),
}
"""A draft of the covenant: only what was put to the council and voted on is adopted."""

AGREEMENT_STATES = ("drawn_up", "signed", "active", "suspended", "ended", "lapsed", "replaced")
AGREEMENT_LIVING = ("drawn_up", "signed", "active", "suspended")
_RECORDERS = frozenset({STAFF, COORDINATOR, ADMIN})
AGREEMENT_MOVES: Mapping[str, Move] = {
    "sign": Move(("drawn_up",), "signed", _RECORDERS),
    "activate": Move(("drawn_up", "signed"), "active", _SYSTEM),
    "suspend": Move(("drawn_up", "signed", "active"), "suspended", _CLOCK, needs_reason=True),
    "resume": Move(("suspended",), "active", _CLOCK),
    "replace": Move(("drawn_up", "signed", "active", "suspended"), "replaced", frozenset({*_RECORDERS, SYSTEM})),
    "end": Move(("signed", "active", "suspended"), "ended", frozenset({OWNER, *_RECORDERS, SYSTEM}), needs_reason=True),
    "lapse": Move(("drawn_up",), "lapsed", _SYSTEM),
}
"""An agreement whose vehicle or address changes is replaced by a new one, and what is left of a suspension goes over to
that. Where the covenant wants no signature, one is in force, or suspended, without it; it is noted when it comes.
"""

INVOICE_STATES = ("issued", "paid", "cancelled")
REFUND_STATES = ("due", "paid", "withdrawn")
"""A refund is withdrawn where the payment that was too much is taken back itself."""

SHARE_STATES = ("active", "ended")
CALL_BACK_STATES = ("given_back", "fallback", "compensated", "withdrawn")
"""What came of an owner's wish to have a space back: their space, another one, or money; nothing, if withdrawn."""

VIOLATION_STATES = ("open", "warned", "charged", "waived", "expired")

DISPUTE_STATES = ("opened", "mediation", "settled", "arbitration", "decided", "withdrawn", "dismissed")
DISPUTE_LIVING = ("opened", "mediation", "arbitration")
_MEDIATORS = frozenset({COMMITTEE, COORDINATOR, ADMIN})
DISPUTE_MOVES: Mapping[str, Move] = {
    "mediate": Move(("opened",), "mediation", _MEDIATORS),
    "settle": Move(("mediation",), "settled", _MEDIATORS, needs_reason=True),
    "refer": Move(("opened", "mediation"), "arbitration", frozenset({OWNER, COMMITTEE}), needs_reason=True),
    "overdue": Move(("opened", "mediation"), "arbitration", _SYSTEM),
    "decide": Move(("arbitration",), "decided", frozenset({COUNCIL}), needs_reason=True),
    "dismiss": Move(("opened", "mediation", "arbitration"), "dismissed", frozenset({COMMITTEE, COUNCIL}), True),
    "withdraw": Move(("opened", "mediation", "arbitration"), "withdrawn", frozenset({OWNER})),
}
"""The neighbourhood committee mediates, the council arbitrates; nobody decides on a matter of their own."""

DOCUMENTS = (
    "identity_card",
    "vehicle_licence",
    "title_deed",
    "lease",
    "employer_letter",
    "disability_card",
    "insurance",
)
"""What staff may have seen of a person, or of a vehicle of theirs."""
ABOUT = ("decision", "fee", "violation", "neighbour", "owner_return", "booking")
"""What a dispute may be about."""
EFFECTS = ("pin", "forbid", "compensate", "correct_points", "waive", "lift_block")
"""What a settlement or decision may bring about."""
