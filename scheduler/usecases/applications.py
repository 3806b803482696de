"""Applications for a season round: sections of an organisation or a person, each one registration with its own path."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import privacy, queries
from scheduler.actors import STAFF, Actor
from scheduler.covenant import RoomsRules, settings_of
from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.ids import new_id, new_receipt, read_receipt
from scheduler.models import Member, Registration, Round
from scheduler.privacy import Vault
from scheduler.queries.rooms import Codes
from scheduler.translation.sections import LINKS, MOST_LINKS, SectionWish, checked_section, slot_of
from scheduler.usecases import organisations, registration
from scheduler.usecases.serving import may_ask_for

TITLE_LENGTH = 120
CONTROLS = ("Cc", "Cs", "Zl", "Zp")
"""Kinds of characters that break a line or cannot be shown."""
MOST_MEMBERS = 500
MARK_LENGTH = 24
"""Letters of a mark: enough to tell everybody of a community apart."""


@dataclass(frozen=True, slots=True)
class Application:
    """Who asks for what: `member_id` oneself or whom staff serve; for an organisation, one of its people asks."""

    sections: Sequence[SectionWish]
    member_id: UUID | None = None
    organisation_id: UUID | None = None


def apply(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    round_id: UUID,
    application: Application,
    channel: str,
    now: datetime,
    submit: bool = True,
) -> list[Registration]:
    """Take an application into an open season round; every section is taken, or none.

    Raises
    ------
    NotFound, NotAllowed
        No such round or person for this actor; not for this organisation.
    Conflict
        ``round_of_other_domain``, ``round_not_open``, ``application_period_over``, ``already_registered``,
        ``too_many_sections``.
    Rejected
        For the first value that cannot be, with the number of its section.
    """
    round_ = queries.rounds.shared(session, actor.community_id, round_id)
    if round_ is None or (round_.state == "draft" and not actor.has(*STAFF)):
        raise NotFound()
    registration.check_open(round_, "rooms", now)
    member = member_for(session, actor, application)
    registration.check_channel(actor, member.id, channel)
    rules = rules_of(session, round_)
    queries.community.lock_member(session, member.id)
    if application.organisation_id is not None:
        queries.rooms.lock_organisation(session, application.organisation_id)
    _check_count(session, round_, rules, application, member)
    common = {"application_id": new_id(), "organisation_id": application.organisation_id, "channel": channel}
    home = queries.community.home_of_member(session, member.id)
    rows = [_new_row(round_, member, home, actor, now, common) for _ in application.sections]
    known = queries.rooms.codes(session, round_.community_id)
    for at, (row, wish) in enumerate(zip(rows, application.sections, strict=True)):
        fill(session, vault, row, round_, wish, f"sections.{at}", rows, known)
        _check_single(session, vault, row, rows[:at], f"sections.{at}")
        registration.add(session, row, actor, now, submit)
    return rows


def amend_section(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    registration_id: UUID,
    version: int,
    wish: SectionWish,
    now: datetime,
) -> Registration:
    """Change what a section asks for while the round is open and nobody has decided on it.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict, Rejected
        Not there for this person; not theirs to change; changed meanwhile; too late; a value that cannot be.
    """
    row, round_ = registration.amendable(session, actor, registration_id, version, "rooms", now)
    if row.application_id is None:
        raise NotFound()
    fellows = queries.registrations.of_application(session, row.community_id, row.application_id)
    fill(session, vault, row, round_, wish, "", fellows)
    _check_single(session, vault, row, [], "")
    registration.note_amended(session, row, actor, now)
    return row


def sections_seen(session: Session, *, actor: Actor, application_id: UUID) -> list[Registration]:
    """The sections of an application that this person may see.

    Raises
    ------
    NotFound
        If there are none.
    """
    rows = queries.registrations.of_application(session, actor.community_id, application_id)
    seen = [row for row in rows if registration.may_see(actor, row)]
    if not seen:
        raise NotFound()
    return seen


def title_of(row: Registration, vault: Vault) -> str:
    """The title of a section in clear, for those who may see the registration."""
    if row.title_cipher is None:
        return ""
    return vault.open_sealed(row.title_cipher, "registration.title", row.id)


def member_for(session: Session, actor: Actor, application: Application) -> Member:
    """Who applies, and may apply for the organisation that is named.

    Raises
    ------
    NotFound, NotAllowed, Rejected
        No such person for this actor; not one of the organisation's people; no such organisation.
    """
    member_id = application.member_id or actor.member_id
    if member_id is None:
        raise Rejected("member_missing", "member_id", None, "whom the application is for")
    member = queries.community.member(session, actor.community_id, member_id)
    if member is None or not may_ask_for(session, actor, member_id):
        raise NotFound()
    organisations.check_member_of(session, actor, application.organisation_id, member.organisation_id)
    return member


def rules_of(session: Session, round_: Round) -> RoomsRules:
    """What the covenant of a round says of rooms."""
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    return settings_of(covenant.settings).rooms


def fill(
    session: Session,
    vault: Vault,
    row: Registration,
    round_: Round,
    wish: SectionWish,
    field: str,
    fellows: Sequence[Registration],
    known: Codes | None = None,
) -> None:
    """Put a wish into a row; `fellows` are the sections of its application, itself among them.

    Raises
    ------
    Rejected
        For the first value that cannot be, below `field`.
    """
    known = known or queries.rooms.codes(session, round_.community_id)
    marks = _marks(vault, wish, field)
    previous = _previous(session, row, wish, field)
    asked = {**wish.terms, **marks} | ({"previous": previous} if previous else {})
    stored = checked_section(asked, known, round_, field)
    links = list(_links(session, row, wish, field, fellows))
    if links:
        stored["links"] = links
    title = _title(wish, field)
    if wish.listed:
        stored |= {"listed": True, "title": title}
    row.section = stored
    row.title_cipher = vault.seal(title, "registration.title", row.id)
    row.note_cipher = vault.seal(wish.note, "registration.note", row.id) if wish.note else None


def _new_row(
    round_: Round, member: Member, home: UUID | None, actor: Actor, now: datetime, common: Mapping[str, Any]
) -> Registration:
    return Registration(
        id=new_id(),
        community_id=round_.community_id,
        round_id=round_.id,
        receipt=new_receipt(),
        member_id=member.id,
        household_id=member.household_id,
        home_site_id=home,
        operator_id=None if actor.member_id == member.id else actor.account_id,
        created_at=now,
        state="draft",
        row_version=1,
        uses=[],
        walk={},
        points={},
        longest_walk=0,
        **common,
    )


def _check_count(session: Session, round_: Round, rules: RoomsRules, application: Application, member: Member) -> None:
    known = queries.registrations.sections_of(session, round_.id, application.organisation_id, member.id)
    most = rules.most_sections
    if not application.sections:
        raise Rejected("out_of_range", "sections", 0, f"1 to {most} sections")
    if len(known) + len(application.sections) > most:
        raise Conflict("too_many_sections", "sections", len(known) + len(application.sections), str(most))


def _check_single(
    session: Session, vault: Vault, row: Registration, before: Sequence[Registration], field: str
) -> None:
    """A group may ask for several sections, but not twice for the same."""
    known = queries.registrations.sections_of(session, row.round_id, row.organisation_id, row.member_id)
    for other in (*known, *before):
        same = other.id != row.id and other.section == row.section
        if same and title_of(other, vault) == title_of(row, vault):
            raise Conflict("already_registered", field or "section", None, "another section", receipt=other.receipt)


def _title(wish: SectionWish, field: str) -> str:
    title = wish.title.strip()
    if not 1 <= len(title) <= TITLE_LENGTH or any(unicodedata.category(letter)[:2] in CONTROLS for letter in title):
        raise Rejected("out_of_range", _of(field, "title"), title[:40], f"1 to {TITLE_LENGTH} letters")
    return title


def _marks(vault: Vault, wish: SectionWish, field: str) -> dict[str, Any]:
    """Leader and members as marks, which tell the same person in two groups and nothing else."""
    if len(wish.members) > MOST_MEMBERS:
        raise Rejected("out_of_range", _of(field, "members"), len(wish.members), f"at most {MOST_MEMBERS} people")
    marks: dict[str, Any] = {}
    if wish.leader:
        marks["leader"] = _mark(vault, wish.leader, _of(field, "leader"))
    if wish.members:
        people = (_mark(vault, phone, _of(field, f"members.{at}")) for at, phone in enumerate(wish.members))
        marks["members"] = sorted(set(people))
    return marks


def mark_of(vault: Vault, member: Member) -> str | None:
    """The mark by which somebody is found in a group; None for who has no phone."""
    if member.phone_cipher is None:
        return None
    return _marked(vault, vault.open_sealed(member.phone_cipher, "member.phone", member.id))


def _marked(vault: Vault, phone: str) -> str:
    return vault.index(phone, "section.person").hex()[:MARK_LENGTH]


def _mark(vault: Vault, phone: str, field: str) -> str:
    try:
        return _marked(vault, privacy.phone_of(phone))
    except Rejected as error:
        raise Rejected(error.code, field, None, error.allowed) from error


def _previous(session: Session, row: Registration, wish: SectionWish, field: str) -> dict[str, Any] | None:
    """The slot that the group had last season, by its receipt."""
    if wish.previous is None:
        return None
    receipt = read_receipt(wish.previous)
    before = None if receipt is None else queries.registrations.by_receipt(session, receipt)
    same = before is not None and (before.organisation_id or before.member_id) == (row.organisation_id or row.member_id)
    if before is None or before.community_id != row.community_id or before.round_id == row.round_id or not same:
        raise Rejected("unknown_id", _of(field, "previous"), wish.previous, "a receipt of your own of another season")
    return slot_of(queries.publications.last_sessions(session, before.id))


def _links(
    session: Session, row: Registration, wish: SectionWish, field: str, fellows: Sequence[Registration]
) -> Iterator[dict[str, str]]:
    if len(wish.links) > MOST_LINKS:
        raise Rejected("out_of_range", _of(field, "links"), len(wish.links), f"at most {MOST_LINKS} wishes")
    for at, link in enumerate(wish.links):
        place = _of(field, f"links.{at}")
        if link.kind not in LINKS:
            raise Rejected("not_offered", f"{place}.kind", link.kind, ", ".join(LINKS))
        if link.section is not None and 0 <= link.section < len(fellows):
            other = fellows[link.section]
        else:
            receipt = None if link.receipt is None else read_receipt(link.receipt)
            found = None if receipt is None else queries.registrations.by_receipt(session, receipt)
            if found is None or found.round_id != row.round_id or found.application_id is None:
                raise Rejected("unknown_id", place, link.receipt, "a section of this round")
            other = found
        if other.id == row.id:
            raise Rejected("not_offered", place, link.receipt, "another section")
        yield {"receipt": other.receipt, "kind": link.kind}


def _of(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name
