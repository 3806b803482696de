"""Certificates: asked for by the publication, made in a process of its own, kept only if their audit accepts them."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest

from fixtures import people
from scheduler import queries
from scheduler.certificates.bundle import settings_digest
from scheduler.errors import Conflict, LeaseLost, NotAllowed, NotFound
from scheduler.models import AuditEntry, Certificate, Covenant, Plan, Publication, Round
from scheduler.usecases import certificates, planning
from scheduler.worker.certifier import Certifier
from solvers.audit.report import audit
from tests.scheduler.usecases.draw_acts import NUMBER, committed, reveal
from tests.scheduler.usecases.wishes import refused
from tests.town import Town

SEALED = certificates.Sealed(b"bundle", "ab" * 32, 7, 8)


def version_of(town: Town) -> UUID:
    """The version in force."""
    found = town.see(queries.publications.current, round_id=town.round_id)
    assert found is not None
    return found.id


def certificate_of(town: Town) -> Certificate:
    found = town.see(queries.certificates.of_publication, publication_id=version_of(town))
    assert found is not None
    return found


def certify(town: Town) -> Certificate:
    """Make the certificate of the version in force as a worker does."""
    Certifier(town.office, Event()).certify(version_of(town))
    return certificate_of(town)


def bundle_of(town: Town) -> bytes:
    return town.see(certificates.file_of, publication_id=version_of(town), now=town.clock())[1]


def part(bundle: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return json.loads(archive.read(f"{name}.json"))


def noted(town: Town) -> list[AuditEntry]:
    """What the audit chain was told of certificates."""
    with town.database.reading() as session:
        return [entry for entry in queries.audit.entries(session, town.community_id) if entry.subject == "certificate"]


def take(town: Town) -> certificates.Taken | None:
    return town.do(certificates.take, publication_id=version_of(town))


def test_a_publication_asks_for_its_certificate_and_says_so(published: Town) -> None:
    made = certificate_of(published)

    assert (made.state, made.root, made.attempts, made.size, made.error) == ("waiting", "", 0, 0, None)
    assert [(entry.action, entry.subject_id) for entry in noted(published)] == [("certificate.ask", str(made.id))]
    with refused(Conflict, "certificate_waiting", "publication_id"):
        bundle_of(published)


def test_from_publication_to_a_certificate_that_anybody_accepts(published: Town) -> None:
    with published.database.reading() as session:
        head = queries.audit.head_of(session, published.community_id)
        version = session.get_one(Publication, version_of(published))
        covenant = session.get_one(Covenant, (published.community_id, 1))
        problem, plan = planning.files_of(session, plan_id=version.plan_id)
    assert head is not None

    made = certify(published)
    bundle = bundle_of(published)
    found = audit(bundle, made.root)

    assert (found.findings, found.accepted) == ((), True)
    assert (made.state, made.size, made.error) == ("ready", len(bundle), None)
    assert (made.root, made.checked_bound, made.solver_bound) == (found.root, found.checked_bound, found.solver_bound)
    manifest = part(bundle, "manifest")
    assert manifest["chain"] == {"seq": head[0], "hash": head[1].hex()}
    assert manifest["publication"]["content_digest"] == version.content_digest
    assert manifest["covenant"] == {"version": 1, "digest": settings_digest(covenant.settings)}
    assert manifest["plan_digest"]["original"] == json.loads(plan)["plan_digest"]
    assert manifest["problem_digest"]["original"] == json.loads(plan)["problem_digest"]
    last = noted(published)[-1]
    assert (last.action, last.details["root"]) == ("certificate.make", made.root)
    assert problem not in bundle


def test_a_certificate_holds_receipts_but_nothing_about_anybody(published: Town) -> None:
    certify(published)
    texts = b"".join(json.dumps(part(bundle_of(published), name)).encode() for name in ("problem", "plan", "bound"))
    told = [maker(number) for maker in (people.name_of, people.phone_of, people.plate_of) for number in range(20)]
    with published.database.reading() as session:
        receipts = [row.receipt for row in queries.publications.rows(session, version_of(published))]

    assert [private for private in told if private.encode() in texts] == []
    assert [str(row) for row in (*published.people, *published.vehicles) if str(row).encode() in texts] == []
    assert [receipt for receipt in receipts if receipt.encode() not in texts] == []


def test_the_same_publication_always_has_the_same_bundle(published: Town) -> None:
    certify(published)
    first = bundle_of(published)
    with published.database.writing() as session:
        row = queries.certificates.locked(session, version_of(published))
        assert row is not None
        row.state, row.bundle = "waiting", None
    taken = take(published)
    assert taken is not None
    later = {**part(first, "manifest")["chain"]}

    assert taken.context.chain["seq"] == later["seq"] + 1
    certify(published)
    assert [part(bundle_of(published), name) for name in ("problem", "plan", "bound")] == [
        part(first, name) for name in ("problem", "plan", "bound")
    ]


def test_the_draw_of_a_round_is_in_its_certificate(town: Town) -> None:
    committed(town)
    town.clock.advance(days=2)
    town.close()
    reveal(town)
    town.publish(town.plan())
    made = certify(town)
    found = audit(bundle_of(town), made.root)

    assert (found.findings, found.not_planned) == ((), ())
    assert part(bundle_of(town), "draw")["number"] == NUMBER
    assert part(bundle_of(town), "manifest")["draw"]["number"] == NUMBER
    assert "lot" in part(bundle_of(town), "problem")["requests"][0]


def test_nothing_is_kept_that_its_own_audit_refuses(published: Town) -> None:
    with published.database.writing() as session:
        plan = session.get_one(Plan, session.get_one(Publication, version_of(published)).plan_id)
        document = json.loads(zlib.decompress(plan.document))
        document["tiers"][0]["value"] += 1
        plan.document = zlib.compress(json.dumps(document).encode())

    made = certify(published)

    assert (made.state, made.error, made.root, made.size) == ("failed", "certificate_refused", "", 0)
    last = noted(published)[-1]
    assert (last.action, last.details["error"]) == ("certificate.fail", "certificate_refused")
    assert last.details["finding"] in ("value_differs", "beyond_bound")
    with refused(Conflict, "certificate_failed", "publication_id"):
        bundle_of(published)


def test_the_file_is_there_as_long_as_the_notice_and_its_root_for_ever(published: Town) -> None:
    taken = take(published)
    assert taken is not None
    published.do(certificates.finish, publication_id=taken.publication_id, lease=taken.lease, sealed=SEALED)
    published.clock.advance(days=6.9)
    assert bundle_of(published) == b"bundle"
    published.clock.advance(days=0.2)

    with refused(Conflict, "certificate_over", "publication_id"):
        bundle_of(published)
    shown = published.see(certificates.seen, publication_id=version_of(published), now=published.clock())
    assert (shown.certificate.root, shown.displayed) == (SEALED.root, False)


def test_a_version_that_is_not_public_has_no_certificate(planned: Town) -> None:
    version = planned.prepare(planned.newest_plan())

    for unknown in (version, uuid4()):
        with refused(NotFound, "no_such_thing"):
            planned.see(certificates.seen, publication_id=unknown, now=planned.clock())
        assert planned.do(certificates.take, publication_id=unknown) is None


def test_who_lost_the_lease_records_nothing(published: Town) -> None:
    first, second = take(published), take(published)
    assert first is not None
    assert second is not None
    version = version_of(published)

    with pytest.raises(LeaseLost):
        published.do(certificates.finish, publication_id=version, lease=first.lease, sealed=SEALED)
    with pytest.raises(LeaseLost):
        published.do(certificates.fail, publication_id=version, lease=first.lease, code="x", details={})
    assert certificate_of(published).state == "waiting"
    published.do(certificates.finish, publication_id=version, lease=second.lease, sealed=SEALED)
    with pytest.raises(LeaseLost):
        published.do(certificates.finish, publication_id=version, lease=second.lease, sealed=SEALED)
    assert take(published) is None


def test_a_certificate_that_ended_its_worker_three_times_is_given_up(published: Town) -> None:
    assert [take(published) is None for _ in range(4)] == [False, False, False, True]
    assert (certificate_of(published).state, certificate_of(published).error) == ("failed", "certificate_failed")


def test_a_certificate_given_back_counts_as_not_begun(published: Town) -> None:
    for _ in range(5):
        taken = take(published)
        assert taken is not None
        with published.database.writing() as session:
            certificates.release(session, publication_id=taken.publication_id, lease=taken.lease)

    assert (certificate_of(published).state, certificate_of(published).attempts) == ("waiting", 0)


def test_certificates_that_nobody_works_at_are_found(published: Town) -> None:
    made = certificate_of(published)

    def waiting(later: timedelta) -> list[UUID]:
        return list(published.see(queries.certificates.waiting, since=made.created_at + later))

    assert (waiting(timedelta(0)), waiting(timedelta(seconds=1))) == ([], [made.publication_id])


def test_the_file_of_a_roster_is_for_the_office_and_auditors_alone(published: Town) -> None:
    certify(published)
    with published.database.writing() as session:
        session.get_one(Round, published.round_id).domain = "rosters"
    with pytest.raises(Conflict) as found:
        bundle_of(published)
    assert found.value.code == "certificate_for_auditors"
    given = {"publication_id": version_of(published), "now": published.clock()}
    for actor in (published.coordinator, published.auditor):
        assert audit(published.see(certificates.office_file_of, actor=actor, **given)[1], None).accepted
    for actor in (published.people[0], published.staff):
        with pytest.raises(NotAllowed):
            published.see(certificates.office_file_of, actor=actor, **given)
    with pytest.raises(NotFound):
        published.see(certificates.office_file_of, actor=published.stranger, **given)


def test_auditors_have_the_file_after_the_notice_is_over(published: Town) -> None:
    certify(published)
    published.clock.advance(days=30)
    given = {"actor": published.auditor, "publication_id": version_of(published), "now": published.clock()}
    assert audit(published.see(certificates.office_file_of, **given)[1], None).accepted
