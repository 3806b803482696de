"""I11: the audit chain is dense, has no fork, and shows every change made behind the product's back."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.audit import Broken
from scheduler.ids import new_id
from scheduler.models import AuditEntry, Community
from tests.guarantees.crowds import at_once, doors, drop_guards
from tests.town import START, Town

WRITERS, EACH = 8, 12
CHANGES: dict[str, Any] = {
    "community_id": None,
    "seq": 1_000,
    "at": START + timedelta(microseconds=1),
    "actor": "account:nobody",
    "action": "round.reopen",
    "subject": "plan",
    "subject_id": "x",
    "details": {"after": "approved", "before": "endorsed", "x": 1},
    "previous": bytes(32),
    "digest": bytes(32),
}


def fault(town: Town, head: tuple[int, bytes] | None = None) -> Broken | None:
    with town.database.reading() as session:
        kept = head or queries.audit.head_of(session, town.community_id)
        return audit.first_fault(queries.audit.entries(session, town.community_id), kept)


def head_of(town: Town) -> tuple[int, bytes]:
    with town.database.reading() as session:
        found = queries.audit.head_of(session, town.community_id)
        assert found is not None
        return found


def test_many_writers_make_one_dense_chain(town: Town) -> None:
    before = head_of(town)[0]
    with doors(town, 2) as opened:

        def entry(session: Session, name: str) -> None:
            audit.record(session, town.community_id, "system", "test", "writer", name, START)

        def write(number: int) -> None:
            for turn in range(EACH):
                opened[number % 2].transact(partial(entry, name=f"{number}/{turn}"))

        at_once(WRITERS, write)
    assert head_of(town)[0] == before + WRITERS * EACH
    assert fault(town) is None


def test_control_read_the_last_then_insert_forks(town: Town) -> None:
    """Two writers that look before either writes hang their entries on the same one."""
    with town.database.writing() as session:
        session.execute(text("CREATE TABLE naive (id INTEGER, previous INTEGER)"))
        session.execute(text("INSERT INTO naive VALUES (1, 0)"))

    def last() -> int:
        with town.database.reading() as session:
            return int(session.execute(text("SELECT max(id) FROM naive")).scalar_one())

    def append(identity: int, previous: int) -> None:
        with town.database.writing() as session:
            session.execute(text("INSERT INTO naive VALUES (:id, :previous)"), {"id": identity, "previous": previous})

    seen = [last(), last()]
    append(2, seen[0])
    append(3, seen[1])
    with town.database.reading() as session:
        forks = text("SELECT count(*) FROM (SELECT previous FROM naive GROUP BY previous HAVING count(*) > 1) AS fork")
        assert session.execute(forks).scalar_one() == 1


def test_the_database_keeps_entries_from_being_changed_or_taken_out(town: Town) -> None:
    for statement in ("UPDATE audit_entry SET actor = 'x' WHERE seq = 3", "DELETE FROM audit_entry WHERE seq = 3"):
        with pytest.raises(Exception, match="written_once"), town.database.writing() as session:
            session.execute(text(statement))
    assert fault(town) is None


@pytest.mark.parametrize("column", audit.COLUMNS)
def test_a_change_of_any_column_names_the_entry(town: Town, column: str) -> None:
    drop_guards(town.database, "audit_entry")
    with town.database.writing() as session:
        value = CHANGES[column] if column != "community_id" else _other_community(session)
        changed = update(AuditEntry).where(AuditEntry.community_id == town.community_id, AuditEntry.seq == 5)
        session.execute(changed.values(**{column: value}))

    found = fault(town)
    assert found is not None
    assert (found.seq, found.fault) == (
        5,
        {"previous": "link", "community_id": "gap", "seq": "gap"}.get(column, "digest"),
    )


def _other_community(session: Any) -> UUID:
    other = Community(id=new_id(), slug="elsewhere", name_zh="别处", name_en="Elsewhere")
    session.add(other)
    session.flush()
    return other.id


def test_entries_cut_off_are_found_by_the_end_that_somebody_kept(town: Town) -> None:
    kept = head_of(town)
    drop_guards(town.database, "audit_entry")
    with town.database.writing() as session:
        session.execute(text("DELETE FROM audit_entry WHERE seq > :seq"), {"seq": kept[0] - 2})
    assert fault(town) == Broken(kept[0] - 2, "head")
    with town.database.writing() as session:  # whoever cuts the chain well moves its end, too
        last = session.get_one(AuditEntry, (town.community_id, kept[0] - 2))
        session.execute(text("UPDATE audit_head SET seq = :seq"), {"seq": last.seq})
        session.execute(update(queries.audit.HEAD).values(digest=last.digest))

    assert fault(town) is None
    assert fault(town, kept) == Broken(kept[0] - 2, "head")


def test_an_entry_taken_from_the_middle_leaves_a_gap(town: Town) -> None:
    drop_guards(town.database, "audit_entry")
    with town.database.writing() as session:
        session.execute(text("DELETE FROM audit_entry WHERE seq = 4"))
    assert fault(town) == Broken(4, "gap")
