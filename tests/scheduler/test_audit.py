"""The audit chain: its form, and what is found when somebody has changed it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler import audit, queries
from scheduler.audit import Broken
from scheduler.models import AuditEntry
from tests.town import Town

AT = datetime(2026, 3, 2, 12, 0, 0, 250, tzinfo=UTC)
COMMUNITY = UUID("01234567-89ab-7def-8123-456789abcdef")


def entry(**changed: Any) -> AuditEntry:
    fields = {
        "community_id": COMMUNITY,
        "seq": 1,
        "at": AT,
        "actor": "account:张",
        "action": "booking.make",
        "subject": "booking",
        "subject_id": "b1",
        "details": {"space": "H1", "after": ["一", 2]},
        "previous": bytes(32),
    }
    return AuditEntry(**{**fields, **changed})


def chain(count: int) -> list[AuditEntry]:
    made: list[AuditEntry] = []
    for seq in range(1, count + 1):
        made.append(entry(seq=seq, previous=made[-1].digest if made else audit.START))
        made[-1].digest = audit.digest_of(made[-1])
    return made


def test_the_digest_is_the_one_that_an_independent_programme_made() -> None:
    # printf and sha256sum over the form that the module's docstring states.
    told = "94d0e735b905f44a231fa3f4c7fa67f641455342131b45f24dad3cafa29671ea"
    assert audit.digest_of(entry()).hex() == told


def test_the_digest_speaks_of_the_instant_not_of_its_zone() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=8)))
    assert audit.digest_of(entry(at=elsewhere)) == audit.digest_of(entry())


@pytest.mark.parametrize(
    "changed",
    [
        {"community_id": UUID(int=1)}, {"seq": 2}, {"at": AT + timedelta(microseconds=1)}, {"actor": "system"},
        {"action": "booking.mak"}, {"subject": "bookings"}, {"subject_id": "b2"}, {"details": {}},
        {"previous": bytes(31) + b"\x01"}, {"action": "booking.makeb", "subject": "ooking"},
    ],
)  # fmt: skip
def test_every_field_counts_and_none_runs_into_the_next(changed: dict[str, Any]) -> None:
    assert audit.digest_of(entry(**changed)) != audit.digest_of(entry())


def test_a_whole_chain_has_no_fault() -> None:
    made = chain(5)
    assert audit.first_fault(made, (5, made[-1].digest)) is None
    assert audit.first_fault([], (0, audit.START)) is None


def test_a_missing_moved_or_forged_entry_is_named() -> None:
    made = chain(5)
    assert audit.first_fault([*made[:2], *made[3:]], None) == Broken(3, "gap")
    assert audit.first_fault([made[1], made[0], *made[2:]], None) == Broken(1, "gap")
    made[2].actor = "somebody else"
    assert audit.first_fault(made, None) == Broken(3, "digest")
    made[2].digest = audit.digest_of(made[2])
    assert audit.first_fault(made, None) == Broken(4, "link")


def test_a_chain_cut_short_is_found_by_the_end_that_was_kept() -> None:
    made = chain(5)
    assert audit.first_fault(made[:4], None) is None
    assert audit.first_fault(made[:4], (5, made[4].digest)) == Broken(4, "head")
    assert audit.first_fault([], (5, made[4].digest)) == Broken(0, "head")


def test_what_the_town_did_is_one_chain_with_a_known_end(published: Town) -> None:
    with published.database.reading() as session:
        entries = list(queries.audit.entries(session, published.community_id))
        head = queries.audit.head_of(session, published.community_id)
    assert audit.first_fault(entries, head) is None
    assert [row.seq for row in entries] == list(range(1, len(entries) + 1))
    last = [row.action for row in entries][-3:]
    assert last == ["round.publish", "publication.publish", "certificate.ask"]


def test_entries_are_read_a_page_at_a_time(published: Town) -> None:
    with published.database.reading() as session:
        page = list(queries.audit.entries(session, published.community_id, after=3, limit=2))
        assert [row.seq for row in page] == [4, 5]


def test_an_entry_is_undone_with_the_work_that_it_tells_of(town: Town) -> None:
    def fails(session: Any) -> None:
        audit.record(session, town.community_id, "system", "test", "test", "x", AT)
        raise KeyError

    with pytest.raises(KeyError):
        town.database.transact(fails)
    with town.database.reading() as session:
        assert session.execute(select(AuditEntry).where(AuditEntry.action == "test")).first() is None
        entries = queries.audit.entries(session, town.community_id)
        assert audit.first_fault(entries, queries.audit.head_of(session, town.community_id)) is None
