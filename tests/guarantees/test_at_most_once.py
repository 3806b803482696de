"""I4: one command under one key has one effect, and every sender of it gets the first answer."""

from __future__ import annotations

import signal

import pytest
from sqlalchemy import func, select

from scheduler.errors import Rejected
from scheduler.models import IdempotencyKey, StaffLock
from scheduler.usecases import locks
from scheduler.usecases.commands import Answer, Command, run
from tests.guarantees.crowds import at_once, told
from tests.guarantees.dying import dies, forbid
from tests.scheduler.usecases.wishes import refused
from tests.town import Town

SENDERS, KEYS = 24, 4


def standing_locks(town: Town) -> int:
    with town.database.reading() as session:
        return session.execute(select(func.count()).select_from(StaffLock)).scalar_one()


def test_equal_commands_sent_by_many_at_once_have_one_effect_and_one_answer(town: Town) -> None:
    for number in range(KEYS):
        answers = at_once(SENDERS, lambda _, key=f"k{number}": forbid(town, key))  # type: ignore[misc]
        assert answers == [answers[0]] * SENDERS
        assert answers[0].status == 201
    assert standing_locks(town) == KEYS


def test_control_without_a_key_every_sender_has_an_effect(town: Town) -> None:
    def lock(_: int) -> object:
        given = {"actor": town.coordinator, "registration_id": town.registrations[0], "kind": "forbid"}
        return town.do(locks.lock, reason="演习", **given)

    at_once(SENDERS, lock)
    assert standing_locks(town) == SENDERS


def test_another_command_under_a_known_key_is_refused(town: Town) -> None:
    forbid(town, "k")
    with refused(Rejected, "key_reused", "Idempotency-Key"):
        forbid(town, "k", "POST /locks {another body}")
    assert standing_locks(town) == 1


def test_a_key_is_its_senders_own(town: Town) -> None:
    def send(number: int) -> Answer:
        sender = (town.coordinator, town.admin)[number]
        return run(
            town.database,
            town.vault,
            Command(lambda session, now: sender, "same", "x"),
            lambda session, actor, now: Answer(200, actor.name.encode()),
            lambda refused: Answer(409, b""),
        )

    assert send(0).body != send(1).body


def test_a_refusal_is_the_first_answer_too(town: Town) -> None:
    def send(lifted: bool) -> Answer:
        def work(session: object, actor: object, now: object) -> Answer:
            if not lifted:
                raise Rejected("out_of_range", "seed")
            return Answer(201, b"made")

        command = Command(lambda session, now: town.coordinator, "k", "x")
        return run(town.database, town.vault, command, work, lambda refused: Answer(422, refused.code.encode()))

    assert [send(False), send(True)] == [Answer(422, b"out_of_range")] * 2


def test_a_command_that_broke_off_leaves_its_key_free(town: Town) -> None:
    def breaks(session: object, actor: object, now: object) -> Answer:
        raise KeyError

    command = Command(lambda session, now: town.coordinator, "key", "POST /locks")
    with pytest.raises(KeyError):
        run(town.database, town.vault, command, breaks, lambda refused: Answer(409, b""))
    assert forbid(town, "key").status == 201


def test_the_answer_is_kept_sealed(town: Town) -> None:
    answer = forbid(town, "k")
    with town.database.reading() as session:
        kept = session.execute(select(IdempotencyKey)).scalar_one()
    assert answer.body not in (kept.body or b"")


def test_a_retry_after_a_death_between_commit_and_answer_gets_the_first_answer(town: Town) -> None:
    assert dies(town, "lock", "committed") == (-signal.SIGKILL, "")
    assert standing_locks(town) == 1

    answer = forbid(town, "key of the dying")
    with town.database.reading() as session:
        made = session.execute(select(StaffLock)).scalar_one()
    assert (answer.body.decode(), standing_locks(town)) == (str(made.id), 1)


def test_a_retry_after_a_death_before_the_commit_has_its_effect_once(town: Town) -> None:
    assert dies(town, "lock", "6") == (-signal.SIGKILL, "")
    assert standing_locks(town) == 0
    assert told(lambda: forbid(town, "key of the dying")) == "done"
    assert standing_locks(town) == 1
