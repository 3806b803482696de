"""Volunteer rosters: people, elders, shifts, seats and their steps, swaps, the time bank."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from scheduler.migrations.guards_0003 import POSTGRES_DOWN, POSTGRES_UP, SQLITE_DOWN, SQLITE_UP

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_tables()
    # A reference that comes with its column needs no copy of the table on SQLite, whose guards stay as they are.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE occupation ADD COLUMN seat_id CHAR(32) CONSTRAINT fk_occupation_seat_id REFERENCES seat (id)"
        )
    else:
        op.add_column("occupation", sa.Column("seat_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f("fk_occupation_seat_id"), "occupation", "seat", ["seat_id"], ["id"])
    op.create_index(op.f("ix_occupation_seat_id"), "occupation", ["seat_id"], unique=False)
    for statement in SQLITE_UP if op.get_bind().dialect.name == "sqlite" else POSTGRES_UP:
        op.execute(statement)


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DELETE FROM occupation WHERE seat_id IS NOT NULL")
    op.drop_index(op.f("ix_occupation_seat_id"), table_name="occupation")
    with op.batch_alter_table("occupation") as batch:
        if not on_sqlite:  # there the reference is part of the column
            batch.drop_constraint(op.f("fk_occupation_seat_id"), type_="foreignkey")
        batch.drop_column("seat_id")
    for statement in SQLITE_DOWN if on_sqlite else POSTGRES_DOWN:
        op.execute(statement)
    _drop_tables()


def _add_tables() -> None:

    op.create_table(
        "meeting_point",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("facility_id", sa.Uuid(), nullable=True),
        sa.Column("check_in_hash", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_meeting_point_community_id")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_meeting_point_facility_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_point")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_meeting_point_community_id_code")),
    )

    op.create_table(
        "volunteer",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("receipt", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("born", sa.Date(), nullable=False),
        sa.Column("home_x", sa.Integer(), nullable=True),
        sa.Column("home_y", sa.Integer(), nullable=True),
        sa.Column("neighbour", sa.Boolean(), nullable=False),
        sa.Column("lead_minutes", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('web', 'mobile', 'hotline', 'door', 'import')", name=op.f("ck_volunteer_channel")
        ),
        sa.CheckConstraint("state IN ('registered', 'active', 'paused', 'left')", name=op.f("ck_volunteer_state")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_volunteer_community_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_volunteer_member_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["account.id"], name=op.f("fk_volunteer_operator_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_volunteer_organisation_id")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_volunteer_resource_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer")),
        sa.UniqueConstraint("community_id", "member_id", name=op.f("uq_volunteer_community_id_member_id")),
        sa.UniqueConstraint("receipt", name=op.f("uq_volunteer_receipt")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_volunteer_resource_id")),
    )
    op.create_index(op.f("ix_volunteer_member_id"), "volunteer", ["member_id"], unique=False)
    op.create_index(op.f("ix_volunteer_organisation_id"), "volunteer", ["organisation_id"], unique=False)

    op.create_table(
        "elder",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("phone_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("address_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("home_x", sa.Integer(), nullable=False),
        sa.Column("home_y", sa.Integer(), nullable=False),
        sa.Column("primary_id", sa.Uuid(), nullable=True),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("vetoes", sa.JSON(), nullable=False),
        sa.Column("gender", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_elder_community_id")),
        sa.ForeignKeyConstraint(["primary_id"], ["volunteer.id"], name=op.f("fk_elder_primary_id")),
        sa.ForeignKeyConstraint(["second_id"], ["volunteer.id"], name=op.f("fk_elder_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elder")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_elder_community_id_code")),
    )

    op.create_table(
        "volunteer_pair",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("a_id", sa.Uuid(), nullable=False),
        sa.Column("b_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('required', 'prohibited', 'preferred', 'unpreferred')", name=op.f("ck_volunteer_pair_kind")
        ),
        sa.ForeignKeyConstraint(["a_id"], ["volunteer.id"], name=op.f("fk_volunteer_pair_a_id")),
        sa.ForeignKeyConstraint(["b_id"], ["volunteer.id"], name=op.f("fk_volunteer_pair_b_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_volunteer_pair_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_pair")),
        sa.UniqueConstraint("a_id", "b_id", name=op.f("uq_volunteer_pair_a_id_b_id")),
    )
    op.create_index(op.f("ix_volunteer_pair_community_id"), "volunteer_pair", ["community_id"], unique=False)

    op.create_table(
        "shift_template",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("start_clock", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Uuid(), nullable=True),
        sa.Column("elder_id", sa.Uuid(), nullable=True),
        sa.Column("recurrence", sa.JSON(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("coordinator_id", sa.Uuid(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_shift_template_community_id")),
        sa.ForeignKeyConstraint(["coordinator_id"], ["account.id"], name=op.f("fk_shift_template_coordinator_id")),
        sa.ForeignKeyConstraint(["elder_id"], ["elder.id"], name=op.f("fk_shift_template_elder_id")),
        sa.ForeignKeyConstraint(["point_id"], ["meeting_point.id"], name=op.f("fk_shift_template_point_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_template")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_shift_template_community_id_code")),
    )

    op.create_table(
        "shift",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("point_id", sa.Uuid(), nullable=True),
        sa.Column("elder_id", sa.Uuid(), nullable=True),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("draw_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("coordinator_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'open', 'cancelled', 'over')", name=op.f("ck_shift_state")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_shift_not_empty")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_shift_community_id")),
        sa.ForeignKeyConstraint(["coordinator_id"], ["account.id"], name=op.f("fk_shift_coordinator_id")),
        sa.ForeignKeyConstraint(["elder_id"], ["elder.id"], name=op.f("fk_shift_elder_id")),
        sa.ForeignKeyConstraint(["point_id"], ["meeting_point.id"], name=op.f("fk_shift_point_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_shift_round_id")),
        sa.ForeignKeyConstraint(["template_id"], ["shift_template.id"], name=op.f("fk_shift_template_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_shift_community_id_code")),
    )
    op.create_index(op.f("ix_shift_community_id_starts_at"), "shift", ["community_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_shift_elder_id"), "shift", ["elder_id"], unique=False)
    op.create_index(op.f("ix_shift_round_id_starts_at"), "shift", ["round_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_shift_template_id"), "shift", ["template_id"], unique=False)

    op.create_table(
        "plan_gap",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("empty", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_gap_plan_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_plan_gap_shift_id")),
        sa.PrimaryKeyConstraint("plan_id", "shift_id", "role", name=op.f("pk_plan_gap")),
    )

    op.create_table(
        "plan_seat",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_seat_plan_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_plan_seat_shift_id")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_plan_seat_volunteer_id")),
        sa.PrimaryKeyConstraint("plan_id", "shift_id", "volunteer_id", name=op.f("pk_plan_seat")),
    )

    op.create_table(
        "roster_lock",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=True),
        sa.Column("waives", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('pin', 'ban')", name=op.f("ck_roster_lock_kind")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_roster_lock_community_id")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_roster_lock_created_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["account.id"], name=op.f("fk_roster_lock_removed_by")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_roster_lock_shift_id")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_roster_lock_volunteer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_lock")),
    )
    op.create_index(op.f("ix_roster_lock_shift_id"), "roster_lock", ["shift_id"], unique=False)
    op.create_index(op.f("ix_roster_lock_volunteer_id"), "roster_lock", ["volunteer_id"], unique=False)

    op.create_table(
        "seat_wish",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'drawn', 'passed', 'withdrawn')", name=op.f("ck_seat_wish_state")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_seat_wish_community_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_seat_wish_shift_id")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_seat_wish_volunteer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_wish")),
        sa.UniqueConstraint("shift_id", "volunteer_id", name=op.f("uq_seat_wish_shift_id_volunteer_id")),
    )
    op.create_index(op.f("ix_seat_wish_volunteer_id"), "seat_wish", ["volunteer_id"], unique=False)

    op.create_table(
        "team_request",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'accepted', 'declined', 'lapsed', 'taken_back')", name=op.f("ck_team_request_state")
        ),
        sa.CheckConstraint("seats > 0", name=op.f("ck_team_request_seats")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_team_request_asked_by")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_team_request_community_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_team_request_organisation_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_team_request_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_request")),
    )
    op.create_index(op.f("ix_team_request_organisation_id"), "team_request", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_team_request_shift_id_state"), "team_request", ["shift_id", "state"], unique=False)

    op.create_table(
        "seat",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waived", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place_told", sa.Boolean(), nullable=False),
        sa.Column("credited_minutes", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "source IN ('plan', 'self', 'staff', 'substitute', 'swap', 'draw', 'team')", name=op.f("ck_seat_source")
        ),
        sa.CheckConstraint(
            "state IN ('offered', 'accepted', 'confirmed', 'checked_in', 'checked_out', 'done', "
            "'looking_for_substitute', 'declined', 'lapsed', 'excused', 'absent', 'cancelled_by_us')",
            name=op.f("ck_seat_state"),
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_seat_community_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["account.id"], name=op.f("fk_seat_operator_id")),
        sa.ForeignKeyConstraint(["publication_id"], ["publication.id"], name=op.f("fk_seat_publication_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_seat_shift_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team_request.id"], name=op.f("fk_seat_team_id")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_seat_volunteer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    op.create_index(
        "ix_seat_checked_out",
        "seat",
        ["shift_id"],
        unique=False,
        postgresql_where=sa.text("state = 'checked_out'"),
        sqlite_where=sa.text("state = 'checked_out'"),
    )
    op.create_index(op.f("ix_seat_community_id_answer_by"), "seat", ["community_id", "answer_by"], unique=False)
    op.create_index(op.f("ix_seat_publication_id"), "seat", ["publication_id"], unique=False)
    op.create_index(op.f("ix_seat_shift_id_state"), "seat", ["shift_id", "state"], unique=False)
    op.create_index(op.f("ix_seat_team_id"), "seat", ["team_id"], unique=False)
    op.create_index(op.f("ix_seat_volunteer_id_state"), "seat", ["volunteer_id", "state"], unique=False)
    op.create_index(
        "uq_seat_living",
        "seat",
        ["shift_id", "volunteer_id"],
        unique=True,
        postgresql_where=sa.text(
            "state IN ('offered', 'accepted', 'confirmed', 'checked_in', 'checked_out', 'looking_for_substitute')"
        ),
        sqlite_where=sa.text(
            "state IN ('offered', 'accepted', 'confirmed', 'checked_in', 'checked_out', 'looking_for_substitute')"
        ),
    )

    op.create_table(
        "hours_transaction",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("evidence", sa.String(length=200), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("credits_seat_id", sa.Uuid(), nullable=True),
        sa.Column("worked_minutes", sa.Integer(), nullable=False),
        sa.Column("coefficient", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("evidence IN ('A', 'B', 'none')", name=op.f("ck_hours_transaction_evidence")),
        sa.CheckConstraint(
            "kind IN ('service', 'transfer', 'redeem', 'correction', 'expiry')", name=op.f("ck_hours_transaction_kind")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_hours_transaction_actor_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_hours_transaction_community_id")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["hours_transaction.id"], name=op.f("fk_hours_transaction_corrects_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_hours_transaction_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_transaction")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_hours_transaction_corrects_id")),
        sa.UniqueConstraint("credits_seat_id", name=op.f("uq_hours_transaction_credits_seat_id")),
    )
    op.create_index(
        op.f("ix_hours_transaction_community_id_at"), "hours_transaction", ["community_id", "at"], unique=False
    )
    op.create_index(op.f("ix_hours_transaction_seat_id"), "hours_transaction", ["seat_id"], unique=False)

    op.create_table(
        "seat_event",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=200), nullable=False),
        sa.Column("before", sa.String(length=200), nullable=False),
        sa.Column("after", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_seat_event_actor_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_seat_event_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_event")),
    )
    op.create_index(op.f("ix_seat_event_seat_id"), "seat_event", ["seat_id"], unique=False)

    op.create_table(
        "substitute_ask",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'taken', 'declined', 'expired', 'passed')", name=op.f("ck_substitute_ask_state")
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_substitute_ask_community_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_substitute_ask_seat_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_substitute_ask_shift_id")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_substitute_ask_volunteer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitute_ask")),
        sa.UniqueConstraint("seat_id", "volunteer_id", name=op.f("uq_substitute_ask_seat_id_volunteer_id")),
    )
    op.create_index(op.f("ix_substitute_ask_shift_id_state"), "substitute_ask", ["shift_id", "state"], unique=False)
    op.create_index(op.f("ix_substitute_ask_state_answer_by"), "substitute_ask", ["state", "answer_by"], unique=False)
    op.create_index(op.f("ix_substitute_ask_volunteer_id"), "substitute_ask", ["volunteer_id"], unique=False)

    op.create_table(
        "swap",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("to_volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("to_seat_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'agreed', 'done', 'refused', 'withdrawn', 'expired')", name=op.f("ck_swap_state")
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_swap_community_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_swap_decided_by")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_swap_seat_id")),
        sa.ForeignKeyConstraint(["to_seat_id"], ["seat.id"], name=op.f("fk_swap_to_seat_id")),
        sa.ForeignKeyConstraint(["to_volunteer_id"], ["volunteer.id"], name=op.f("fk_swap_to_volunteer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap")),
    )
    op.create_index(op.f("ix_swap_community_id_state"), "swap", ["community_id", "state"], unique=False)
    op.create_index(op.f("ix_swap_seat_id"), "swap", ["seat_id"], unique=False)
    op.create_index(op.f("ix_swap_to_seat_id"), "swap", ["to_seat_id"], unique=False)
    op.create_index(op.f("ix_swap_to_volunteer_id"), "swap", ["to_volunteer_id"], unique=False)

    op.create_table(
        "hours_posting",
        sa.Column("transaction_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("(account = 'volunteer') = (volunteer_id IS NOT NULL)", name=op.f("ck_hours_posting_owner")),
        sa.CheckConstraint(
            "account IN ('volunteer', 'issued', 'redeemed', 'expired')", name=op.f("ck_hours_posting_account")
        ),
        sa.CheckConstraint("minutes <> 0", name=op.f("ck_hours_posting_minutes")),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["hours_transaction.id"], name=op.f("fk_hours_posting_transaction_id")
        ),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_hours_posting_volunteer_id")),
        sa.PrimaryKeyConstraint("transaction_id", "line", name=op.f("pk_hours_posting")),
    )
    op.create_index(op.f("ix_hours_posting_volunteer_id"), "hours_posting", ["volunteer_id"], unique=False)


def _drop_tables() -> None:
    op.drop_table("hours_posting")
    op.drop_table("swap")
    op.drop_table("substitute_ask")
    op.drop_table("seat_event")
    op.drop_table("hours_transaction")
    op.drop_table("seat")
    op.drop_table("team_request")
    op.drop_table("seat_wish")
    op.drop_table("roster_lock")
    op.drop_table("plan_seat")
    op.drop_table("plan_gap")
    op.drop_table("shift")
    op.drop_table("shift_template")
    op.drop_table("volunteer_pair")
    op.drop_table("elder")
    op.drop_table("volunteer")
    op.drop_table("meeting_point")
