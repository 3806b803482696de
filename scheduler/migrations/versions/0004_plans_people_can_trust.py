"""Plans people can trust: draws, certificates, scenarios, ways forward, outcomes of rounds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None
TABLES = ("alternative", "way_search", "certificate", "scenario", "draw", "outcome")


def upgrade() -> None:
    _add_tables()
    # A reference that comes with its column needs no copy of the table on SQLite, whose guards stay as they are.
    for table in ("run", "plan"):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"ALTER TABLE {table} ADD COLUMN scenario_id CHAR(32) "
                f"CONSTRAINT fk_{table}_scenario_id REFERENCES scenario (id)"
            )
        else:
            op.add_column(table, sa.Column("scenario_id", sa.Uuid(), nullable=True))
            op.create_foreign_key(op.f(f"fk_{table}_scenario_id"), table, "scenario", ["scenario_id"], ["id"])
        op.create_index(op.f(f"ix_{table}_scenario_id"), table, ["scenario_id"], unique=False)
    for table in ("refusal", "plan_gap"):
        op.add_column(table, sa.Column("cause", sa.JSON(), nullable=True))


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    # Plans of scenarios go with them: they would become plans of their rounds.
    for table in ("plan_gap", "plan_seat", "room_session", "assignment", "refusal"):
        op.execute(f"DELETE FROM {table} WHERE plan_id IN (SELECT id FROM plan WHERE scenario_id IS NOT NULL)")
    for table in ("plan", "run"):
        op.execute(f"DELETE FROM {table} WHERE scenario_id IS NOT NULL")
        op.drop_index(op.f(f"ix_{table}_scenario_id"), table_name=table)
        with op.batch_alter_table(table) as batch:
            if not on_sqlite:  # there the reference is part of the column
                batch.drop_constraint(op.f(f"fk_{table}_scenario_id"), type_="foreignkey")
            batch.drop_column("scenario_id")
    for table in ("refusal", "plan_gap"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("cause")
    for table in TABLES:
        op.drop_table(table)


def _add_tables() -> None:
    op.create_table(
        "outcome",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("domain", sa.String(length=200), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("home_site_id", sa.Uuid(), nullable=True),
        sa.Column("person_class", sa.String(length=200), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("got", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("wasted", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_outcome_community_id")),
        sa.ForeignKeyConstraint(["home_site_id"], ["site.id"], name=op.f("fk_outcome_home_site_id")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_outcome_household_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_outcome_member_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_outcome_organisation_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_outcome_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
        sa.UniqueConstraint("round_id", "subject_id", name=op.f("uq_outcome_round_id_subject_id")),
    )
    op.create_index(
        op.f("ix_outcome_community_id_household_id"), "outcome", ["community_id", "household_id"], unique=False
    )
    op.create_index(op.f("ix_outcome_community_id_member_id"), "outcome", ["community_id", "member_id"], unique=False)
    op.create_index(
        op.f("ix_outcome_community_id_organisation_id"), "outcome", ["community_id", "organisation_id"], unique=False
    )

    op.create_table(
        "draw",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("number_on", sa.Date(), nullable=False),
        sa.Column("commitment", sa.String(length=200), nullable=False),
        sa.Column("secret_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("committed_by", sa.Uuid(), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entries_digest", sa.String(length=200), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("seed", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('committed', 'frozen', 'entered', 'revealed', 'withdrawn')", name=op.f("ck_draw_state")
        ),
        sa.ForeignKeyConstraint(["committed_by"], ["account.id"], name=op.f("fk_draw_committed_by")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_draw_community_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_draw_confirmed_by")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_draw_entered_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_draw_round_id")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["account.id"], name=op.f("fk_draw_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw")),
    )
    op.create_index(op.f("ix_draw_round_id"), "draw", ["round_id"], unique=False)
    op.create_index(
        "uq_draw_standing",
        "draw",
        ["round_id"],
        unique=True,
        postgresql_where=sa.text("state != 'withdrawn'"),
        sqlite_where=sa.text("state != 'withdrawn'"),
    )
    op.create_table(
        "scenario",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=True),
        sa.Column("share_hash", sa.LargeBinary(), nullable=True),
        sa.Column("shared_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_scenario_community_id")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_scenario_created_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_scenario_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
        sa.UniqueConstraint("round_id", "name", name=op.f("uq_scenario_round_id_name")),
    )
    op.create_index(op.f("ix_scenario_share_hash"), "scenario", ["share_hash"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("root", sa.String(length=200), nullable=False),
        sa.Column("solver_bound", sa.Integer(), nullable=True),
        sa.Column("checked_bound", sa.Integer(), nullable=True),
        sa.Column("bundle", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'ready', 'failed')", name=op.f("ck_certificate_state")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_certificate_community_id")),
        sa.ForeignKeyConstraint(["publication_id"], ["publication.id"], name=op.f("fk_certificate_publication_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("publication_id", name=op.f("uq_certificate_publication_id")),
    )
    op.create_table(
        "alternative",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("space_ids", sa.JSON(), nullable=False),
        sa.Column("uses", sa.JSON(), nullable=False),
        sa.Column("walk", sa.Integer(), nullable=False),
        sa.Column("sessions", sa.JSON(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("allocation_id", sa.Uuid(), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('found', 'held', 'taken', 'declined', 'lapsed', 'gone')", name=op.f("ck_alternative_state")
        ),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_alternative_allocation_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_alternative_community_id")),
        sa.ForeignKeyConstraint(["publication_id"], ["publication.id"], name=op.f("fk_alternative_publication_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_alternative_registration_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_alternative_round_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_alternative_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alternative")),
    )
    op.create_index(
        op.f("ix_alternative_community_id_held_until"), "alternative", ["community_id", "held_until"], unique=False
    )
    op.create_index(op.f("ix_alternative_publication_id"), "alternative", ["publication_id"], unique=False)
    op.create_index(
        op.f("ix_alternative_registration_id_state"), "alternative", ["registration_id", "state"], unique=False
    )
    op.create_table(
        "way_search",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_way_search_community_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_way_search_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_way_search")),
        sa.UniqueConstraint("round_id", name=op.f("uq_way_search_round_id")),
    )
