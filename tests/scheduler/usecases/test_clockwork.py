"""What happens by itself, and what the nightly proofs find."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, text

from scheduler import queries
from scheduler.ids import new_id
from scheduler.models import AuditEntry, IdempotencyKey, InboxMessage, LoginFailure, Occupation, Registration, Round
from scheduler.usecases import clockwork, registration, rounds, turns
from tests.scheduler.usecases.test_rounds import TERMS
from tests.town import START, Town


def state(town: Town) -> str:
    with town.database.reading() as session:
        return session.get_one(Round, town.round_id).state


def accept(town: Town, *persons: int) -> None:
    for person in persons:
        town.do(
            registration.act, actor=town.people[person], registration_id=town.registrations[person], action="accept"
        )


def without_guards(town: Town, table: str) -> None:
    """Take the database's own guards of a table away, as somebody at its console could."""
    with town.database.writing() as session:
        if town.database.embedded:
            wanted = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
            for name in session.execute(wanted, {"table": table}).scalars().all():
                session.execute(text(f"DROP TRIGGER {name}"))
        elif table == "occupation":
            session.execute(text("ALTER TABLE occupation DROP CONSTRAINT occupation_no_overlap"))
        else:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))


# ---- every minute


def test_rounds_open_and_close_on_time(town: Town) -> None:
    made = town.do(rounds.set_up, actor=town.coordinator, terms=TERMS)

    def states() -> list[str]:
        with town.database.reading() as session:
            return [session.get_one(Round, row).state for row in (made.id, town.round_id)]

    town.clock.now = START - timedelta(milliseconds=1)
    clockwork.tick(town.office)
    assert states() == ["draft", "open"]
    town.clock.now = START
    clockwork.tick(town.office)
    assert states() == ["open", "open"]
    town.clock.now = TERMS.apply_until - timedelta(milliseconds=1)
    clockwork.tick(town.office)
    assert states() == ["open", "open"]
    town.clock.now = TERMS.apply_until
    clockwork.tick(town.office)
    clockwork.tick(town.office)
    assert states() == ["closed", "open"]
    with town.database.reading() as session:
        entries = session.execute(select(AuditEntry.actor).where(AuditEntry.action == "round.close"))
        assert entries.scalars().all() == ["system"]


def test_a_draft_whose_time_is_over_is_not_opened(town: Town) -> None:
    made = town.do(rounds.set_up, actor=town.coordinator, terms=TERMS)
    town.clock.now = TERMS.apply_until
    clockwork.tick(town.office)
    with town.database.reading() as session:
        assert session.get_one(Round, made.id).state == "draft"


def test_unanswered_allocations_lapse_and_the_line_moves_up(published: Town) -> None:
    accept(published, 0, 1, 2)
    clockwork.tick(published.office)
    assert published.states()[:5] == ["accepted"] * 3 + ["allocated"] * 2
    published.clock.advance(days=7)
    clockwork.tick(published.office)

    assert published.states() == ["accepted"] * 3 + ["lapsed"] * 2 + ["allocated"] * 2
    with published.database.reading() as session:
        told = session.execute(select(InboxMessage.code).where(InboxMessage.code.like("offer%"))).scalars()
        assert sorted(told) == ["offer_lapsed"] * 2 + ["offer_made"] * 2
        assert queries.occupation.overlaps(session, published.community_id) == 0


def test_a_tick_done_again_changes_nothing(published: Town) -> None:
    published.clock.advance(days=7)
    clockwork.tick(published.office)

    def entries() -> int:
        with published.database.reading() as session:
            return session.execute(select(func.count()).select_from(AuditEntry)).scalar_one()

    before, states = entries(), published.states()
    clockwork.tick(published.office)
    assert (entries(), published.states()) == (before, states)


# ---- every night


def test_rights_begin_and_end_by_the_communitys_own_date(published: Town) -> None:
    accept(published, 0, 1)
    published.clock.now = START + timedelta(days=2, hours=11, minutes=59)
    clockwork.nightly(published.office)
    assert published.states()[:2] == ["accepted"] * 2
    # 23:59 in Shanghai is 15:59 in Greenwich, the date changes at 16:00.
    published.clock.advance(minutes=1)
    clockwork.nightly(published.office)
    assert published.states()[:3] == ["active", "active", "allocated"]
    published.clock.now = START + timedelta(days=30, hours=11, minutes=59)
    clockwork.nightly(published.office)
    assert published.states()[:2] == ["active"] * 2
    published.clock.advance(minutes=1)
    clockwork.nightly(published.office)
    assert published.states()[:2] == ["ended"] * 2


def test_a_round_settles_when_its_notice_has_stood_and_no_answer_is_awaited(published: Town) -> None:
    published.clock.advance(days=7)
    clockwork.nightly(published.office)
    assert state(published) == "published"
    clockwork.tick(published.office)
    published.clock.advance(days=7)
    clockwork.tick(published.office)
    clockwork.nightly(published.office)
    assert state(published) == "settled"


def test_old_answers_and_failures_are_thrown_away(town: Town) -> None:
    with town.database.writing() as session:
        for age in (1, 3):
            at = START - timedelta(days=age)
            session.add(IdempotencyKey(principal="p", key=str(age), fingerprint=b"", created_at=at))
        for hours in (1, 25):
            at = START - timedelta(hours=hours)
            session.add(LoginFailure(id=new_id(), login_hash=b"", address_hash=b"", at=at))
    clockwork.nightly(town.office)
    with town.database.reading() as session:
        assert session.execute(select(IdempotencyKey.key)).scalars().all() == ["1"]
        assert session.execute(select(func.count()).select_from(LoginFailure)).scalar_one() == 1


def test_a_sound_town_has_nothing_amiss(published: Town) -> None:
    assert clockwork.nightly(published.office) == []


def test_a_changed_audit_entry_is_found(published: Town) -> None:
    without_guards(published, "audit_entry")
    with published.database.writing() as session:
        session.execute(text("UPDATE audit_entry SET actor = 'nobody' WHERE seq = 7"))
    assert clockwork.nightly(published.office) == ["tangqiao: audit chain, entry 7: digest"]


def test_a_double_occupation_is_found(published: Town) -> None:
    without_guards(published, "occupation")
    with published.database.writing() as session:
        row = session.execute(select(Occupation).limit(1)).scalar_one()
        session.add(Occupation(resource_id=row.resource_id, starts_at=row.starts_at, ends_at=row.ends_at, active=True))
    assert clockwork.nightly(published.office) == ["tangqiao: 1 overlapping occupations"]


def test_more_answers_overdue_than_one_batch_lapse_in_one_tick(published: Town) -> None:
    due = turns.BATCH + 3
    with published.database.writing() as session:
        first = session.get_one(Registration, published.registrations[0])
        fields = {column.key: getattr(first, column.key) for column in first.__table__.columns}
        for number in range(due):
            fresh = {**fields, "id": None, "receipt": f"R{number}", "answer_by": START}
            session.add(Registration(**{key: value for key, value in fresh.items() if key != "id"}))
    published.clock.advance(minutes=1)
    clockwork.tick(published.office)
    with published.database.reading() as session:
        assert queries.registrations.counts(session, published.round_id)["lapsed"] == due
