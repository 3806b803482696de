"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from scheduler.migrations.guards_0001 import POSTGRES_DOWN, POSTGRES_UP, SQLITE_DOWN, SQLITE_UP

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "community",
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("slug", name=op.f("uq_community_slug")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("principal", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("principal", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_index(op.f("ix_idempotency_key_created_at"), "idempotency_key", ["created_at"], unique=False)

    op.create_table(
        "login_failure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login_hash", sa.LargeBinary(), nullable=False),
        sa.Column("address_hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_failure")),
    )
    op.create_index(op.f("ix_login_failure_address_hash_at"), "login_failure", ["address_hash", "at"], unique=False)
    op.create_index(op.f("ix_login_failure_at"), "login_failure", ["at"], unique=False)
    op.create_index(op.f("ix_login_failure_login_hash_at"), "login_failure", ["login_hash", "at"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.String(length=200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_audit_entry_community_id")),
        sa.PrimaryKeyConstraint("community_id", "seq", name=op.f("pk_audit_entry")),
    )
    op.create_index(
        op.f("ix_audit_entry_community_id_subject_id"), "audit_entry", ["community_id", "subject_id"], unique=False
    )

    op.create_table(
        "audit_head",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_audit_head_community_id")),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "covenant",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("in_force_from", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_covenant_community_id")),
        sa.PrimaryKeyConstraint("community_id", "version", name=op.f("pk_covenant")),
    )
    op.create_table(
        "day_override",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("day_type", sa.String(length=200), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_day_override_community_id")),
        sa.PrimaryKeyConstraint("community_id", "date", name=op.f("pk_day_override")),
    )
    op.create_table(
        "organisation",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_organisation_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_organisation_community_id_name")),
    )
    op.create_table(
        "resource",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_resource_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
    )
    op.create_index(op.f("ix_resource_kind_subject_id"), "resource", ["kind", "subject_id"], unique=True)

    op.create_table(
        "round",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("domain", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("criteria_zh", sa.Text(), nullable=False),
        sa.Column("criteria_en", sa.Text(), nullable=False),
        sa.Column("covenant_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("apply_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("apply_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("use_first", sa.Date(), nullable=False),
        sa.Column("use_last", sa.Date(), nullable=False),
        sa.Column("display_days", sa.Integer(), nullable=False),
        sa.Column("accept_days", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'open', 'closed', 'planned', 'published', 'settled', 'cancelled')",
            name=op.f("ck_round_state"),
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_round_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_round_community_id_code")),
    )
    op.create_table(
        "site",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("gate_limit", sa.Integer(), nullable=True),
        sa.Column("outside_cap", sa.Integer(), nullable=True),
        sa.Column("datum", sa.String(length=200), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_site_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_site_community_id_code")),
    )
    op.create_table(
        "household",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("home_site_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_household_community_id")),
        sa.ForeignKeyConstraint(["home_site_id"], ["site.id"], name=op.f("fk_household_home_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
    )
    op.create_index(op.f("ix_household_community_id"), "household", ["community_id"], unique=False)

    op.create_table(
        "partner_sites",
        sa.Column("a_id", sa.Uuid(), nullable=False),
        sa.Column("b_id", sa.Uuid(), nullable=False),
        sa.Column("tolerance", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["a_id"], ["site.id"], name=op.f("fk_partner_sites_a_id")),
        sa.ForeignKeyConstraint(["b_id"], ["site.id"], name=op.f("fk_partner_sites_b_id")),
        sa.PrimaryKeyConstraint("a_id", "b_id", name=op.f("pk_partner_sites")),
    )
    op.create_table(
        "space",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("size", sa.String(length=200), nullable=False),
        sa.Column("ev", sa.Boolean(), nullable=False),
        sa.Column("accessible", sa.Boolean(), nullable=False),
        sa.Column("reserved_for", sa.JSON(), nullable=False),
        sa.Column("bookable", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_space_community_id")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_space_resource_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_space_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_space_community_id_code")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_space_resource_id")),
    )
    op.create_index(op.f("ix_space_site_id"), "space", ["site_id"], unique=False)

    op.create_table(
        "closed_period",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("start_clock", sa.String(length=200), nullable=False),
        sa.Column("end_clock", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_closed_period_site_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_closed_period_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_period")),
    )
    op.create_index(op.f("ix_closed_period_site_id"), "closed_period", ["site_id"], unique=False)
    op.create_index(op.f("ix_closed_period_space_id"), "closed_period", ["space_id"], unique=False)

    op.create_table(
        "member",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("name_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("phone_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column("phone_tail_index", sa.LargeBinary(), nullable=True),
        sa.Column("identity_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("identity_index", sa.LargeBinary(), nullable=True),
        sa.Column("address_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("mail_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_member_community_id")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_member_household_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_member_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
    )
    op.create_index(
        op.f("ix_member_community_id_identity_index"), "member", ["community_id", "identity_index"], unique=False
    )
    op.create_index(op.f("ix_member_community_id_phone_index"), "member", ["community_id", "phone_index"], unique=True)
    op.create_index(
        op.f("ix_member_community_id_phone_tail_index"), "member", ["community_id", "phone_tail_index"], unique=False
    )

    op.create_table(
        "tidal_window",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("days", sa.String(length=200), nullable=False),
        sa.Column("season", sa.String(length=200), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("start_clock", sa.String(length=200), nullable=False),
        sa.Column("end_clock", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("purpose IN ('open', 'curfew', 'leave_by')", name=op.f("ck_tidal_window_purpose")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_tidal_window_site_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_tidal_window_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tidal_window")),
    )
    op.create_index(op.f("ix_tidal_window_site_id"), "tidal_window", ["site_id"], unique=False)
    op.create_index(op.f("ix_tidal_window_space_id"), "tidal_window", ["space_id"], unique=False)

    op.create_table(
        "account",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_account_community_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_account_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
        sa.UniqueConstraint("member_id", name=op.f("uq_account_member_id")),
    )
    op.create_index(op.f("ix_account_community_id"), "account", ["community_id"], unique=False)

    op.create_table(
        "inbox_message",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_inbox_message_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_message")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_inbox_message_dedupe_key")),
    )
    op.create_index(
        op.f("ix_inbox_message_member_id_created_at"), "inbox_message", ["member_id", "created_at"], unique=False
    )

    op.create_table(
        "outbox_message",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("dedupe_key", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_outbox_message_community_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_outbox_message_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_message_dedupe_key")),
    )
    op.create_index(op.f("ix_outbox_message_delivered_at"), "outbox_message", ["delivered_at"], unique=False)

    op.create_table(
        "vehicle",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("plate_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("plate_index", sa.LargeBinary(), nullable=False),
        sa.Column("plate_tail_index", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.String(length=200), nullable=False),
        sa.Column("party", sa.String(length=200), nullable=False),
        sa.Column("needs_ev", sa.Boolean(), nullable=False),
        sa.Column("needs_accessible", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_vehicle_community_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_vehicle_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
        sa.UniqueConstraint("community_id", "plate_index", name=op.f("uq_vehicle_community_id_plate_index")),
    )
    op.create_index(
        op.f("ix_vehicle_community_id_plate_tail_index"), "vehicle", ["community_id", "plate_tail_index"], unique=False
    )
    op.create_index(op.f("ix_vehicle_member_id"), "vehicle", ["member_id"], unique=False)

    op.create_table(
        "booking",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("vehicle_id", sa.Uuid(), nullable=True),
        sa.Column("receipt", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('confirmed', 'cancelled')", name=op.f("ck_booking_state")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_booking_not_empty")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_booking_community_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_booking_member_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["account.id"], name=op.f("fk_booking_operator_id")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_booking_resource_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_booking_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("receipt", name=op.f("uq_booking_receipt")),
    )
    op.create_index(
        op.f("ix_booking_community_id_member_id_starts_at"),
        "booking",
        ["community_id", "member_id", "starts_at"],
        unique=False,
    )
    op.create_index(op.f("ix_booking_resource_id"), "booking", ["resource_id"], unique=False)

    op.create_table(
        "registration",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("receipt", sa.String(length=200), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("vehicle_id", sa.Uuid(), nullable=True),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("uses", sa.JSON(), nullable=False),
        sa.Column("walk", sa.JSON(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("longest_walk", sa.Integer(), nullable=False),
        sa.Column("home_site_id", sa.Uuid(), nullable=True),
        sa.Column("previous_space_id", sa.Uuid(), nullable=True),
        sa.Column("split_at_season", sa.Boolean(), nullable=False),
        sa.Column("note_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered", sa.Boolean(), nullable=False),
        sa.Column("waitlist_rank", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('web', 'mobile', 'hotline', 'door', 'import')", name=op.f("ck_registration_channel")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'needs_information', 'endorsed', 'approved', 'competing', 'allocated', "
            "'refused', 'waitlisted', 'accepted', 'declined', 'lapsed', 'active', 'ended', 'withdrawn')",
            name=op.f("ck_registration_state"),
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_registration_community_id")),
        sa.ForeignKeyConstraint(["home_site_id"], ["site.id"], name=op.f("fk_registration_home_site_id")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_registration_household_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_registration_member_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["account.id"], name=op.f("fk_registration_operator_id")),
        sa.ForeignKeyConstraint(["previous_space_id"], ["space.id"], name=op.f("fk_registration_previous_space_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_registration_round_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_registration_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("receipt", name=op.f("uq_registration_receipt")),
    )
    op.create_index(op.f("ix_registration_answer_by"), "registration", ["answer_by"], unique=False)
    op.create_index(
        op.f("ix_registration_community_id_member_id"), "registration", ["community_id", "member_id"], unique=False
    )
    op.create_index(op.f("ix_registration_round_id_state"), "registration", ["round_id", "state"], unique=False)
    op.create_index(op.f("ix_registration_submitted_at"), "registration", ["submitted_at"], unique=False)
    op.create_index(op.f("ix_registration_vehicle_id"), "registration", ["vehicle_id"], unique=False)

    op.create_table(
        "role",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "name IN ('resident', 'property_staff', 'coordinator', 'admin', 'auditor')", name=op.f("ck_role_name")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_role_account_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_role_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("account_id", "name", "site_id", name=op.f("uq_role_account_id_name_site_id")),
    )
    op.create_table(
        "run",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=True),
        sa.Column("problem_digest", sa.String(length=200), nullable=True),
        sa.Column("covenant_version", sa.Integer(), nullable=False),
        sa.Column("replan", sa.Boolean(), nullable=False),
        sa.Column("base", sa.LargeBinary(), nullable=True),
        sa.Column("engine", sa.String(length=200), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("work_limit", sa.Double(), nullable=False),
        sa.Column("seconds_limit", sa.Double(), nullable=True),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=200), nullable=True),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("phase", sa.String(length=200), nullable=False),
        sa.Column("incumbent", sa.Integer(), nullable=True),
        sa.Column("bound", sa.Integer(), nullable=True),
        sa.Column("gap", sa.Double(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("progress_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_run_state")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_run_community_id")),
        sa.ForeignKeyConstraint(["requested_by"], ["account.id"], name=op.f("fk_run_requested_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_run_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    op.create_index(op.f("ix_run_round_id_created_at"), "run", ["round_id", "created_at"], unique=False)

    op.create_table(
        "session",
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_session_account_id")),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_account_id"), "session", ["account_id"], unique=False)

    op.create_table(
        "token",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_token_account_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_token_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_token_secret_hash")),
    )
    op.create_index(op.f("ix_token_account_id"), "token", ["account_id"], unique=False)

    op.create_table(
        "plan",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("problem_digest", sa.String(length=200), nullable=False),
        sa.Column("plan_digest", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=200), nullable=False),
        sa.Column("reproducible", sa.Boolean(), nullable=False),
        sa.Column("tiers", sa.JSON(), nullable=False),
        sa.Column("unheld", sa.JSON(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("assigned", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_plan_community_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_plan_round_id")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_plan_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("run_id", name=op.f("uq_plan_run_id")),
    )
    op.create_index(op.f("ix_plan_round_id"), "plan", ["round_id"], unique=False)

    op.create_table(
        "registration_event",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=200), nullable=False),
        sa.Column("before", sa.String(length=200), nullable=False),
        sa.Column("after", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_registration_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_registration_event_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_event")),
    )
    op.create_index(
        op.f("ix_registration_event_registration_id"), "registration_event", ["registration_id"], unique=False
    )

    op.create_table(
        "staff_lock",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("space_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('keep', 'forbid', 'fix')", name=op.f("ck_staff_lock_kind")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_staff_lock_community_id")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_staff_lock_created_by")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_staff_lock_registration_id")),
        sa.ForeignKeyConstraint(["removed_by"], ["account.id"], name=op.f("fk_staff_lock_removed_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_staff_lock_round_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_staff_lock_site_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_staff_lock_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_lock")),
    )
    op.create_index(op.f("ix_staff_lock_registration_id"), "staff_lock", ["registration_id"], unique=False)
    op.create_index(op.f("ix_staff_lock_round_id"), "staff_lock", ["round_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_assignment_plan_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_assignment_registration_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_assignment_site_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_assignment_space_id")),
        sa.PrimaryKeyConstraint("plan_id", "registration_id", "part", name=op.f("pk_assignment")),
    )
    op.create_table(
        "publication",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("content_digest", sa.String(length=200), nullable=False),
        sa.Column("runs_made", sa.Integer(), nullable=False),
        sa.Column("prepared_rows", sa.Integer(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("error_numbers", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('preparing', 'prepared', 'published', 'abandoned')", name=op.f("ck_publication_state")
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_publication_community_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_publication_plan_id")),
        sa.ForeignKeyConstraint(["published_by"], ["account.id"], name=op.f("fk_publication_published_by")),
        sa.ForeignKeyConstraint(["requested_by"], ["account.id"], name=op.f("fk_publication_requested_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_publication_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("round_id", "version", name=op.f("uq_publication_round_id_version")),
    )
    op.create_table(
        "refusal",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("waitable", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_refusal_plan_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_refusal_registration_id")),
        sa.PrimaryKeyConstraint("plan_id", "registration_id", name=op.f("pk_refusal")),
    )
    op.create_table(
        "allocation",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("space_ids", sa.JSON(), nullable=False),
        sa.Column("dates_digest", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('prepared', 'held', 'released')", name=op.f("ck_allocation_state")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_allocation_community_id")),
        sa.ForeignKeyConstraint(["publication_id"], ["publication.id"], name=op.f("fk_allocation_publication_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_allocation_registration_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_allocation_round_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_allocation_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
    )
    op.create_index(op.f("ix_allocation_publication_id"), "allocation", ["publication_id"], unique=False)
    op.create_index(
        op.f("ix_allocation_registration_id_state"), "allocation", ["registration_id", "state"], unique=False
    )
    op.create_index(op.f("ix_allocation_round_id_state"), "allocation", ["round_id", "state"], unique=False)

    op.create_table(
        "current_publication",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_current_publication_publication_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_current_publication_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_current_publication")),
    )
    op.create_table(
        "publication_row",
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("receipt", sa.String(length=200), nullable=False),
        sa.Column("masked_plate", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("site_code", sa.String(length=200), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["publication_id"], ["publication.id"], name=op.f("fk_publication_row_publication_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_publication_row_registration_id")
        ),
        sa.PrimaryKeyConstraint("publication_id", "position", name=op.f("pk_publication_row")),
        sa.UniqueConstraint(
            "publication_id", "registration_id", name=op.f("uq_publication_row_publication_id_registration_id")
        ),
    )
    op.create_index(op.f("ix_publication_row_registration_id"), "publication_row", ["registration_id"], unique=False)

    op.create_table(
        "occupation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("allocation_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_occupation_not_empty")),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_occupation_allocation_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_occupation_booking_id")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_occupation_resource_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation")),
    )
    op.create_index(op.f("ix_occupation_allocation_id"), "occupation", ["allocation_id"], unique=False)
    op.create_index(op.f("ix_occupation_booking_id"), "occupation", ["booking_id"], unique=False)
    op.create_index(
        op.f("ix_occupation_resource_id_starts_at_ends_at"),
        "occupation",
        ["resource_id", "starts_at", "ends_at"],
        unique=False,
    )
    for statement in SQLITE_UP if op.get_bind().dialect.name == "sqlite" else POSTGRES_UP:
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    for statement in SQLITE_DOWN if op.get_bind().dialect.name == "sqlite" else POSTGRES_DOWN:
        op.execute(sa.text(statement))

    op.drop_table("occupation")

    op.drop_table("publication_row")
    op.drop_table("current_publication")

    op.drop_table("allocation")
    op.drop_table("refusal")
    op.drop_table("publication")
    op.drop_table("assignment")

    op.drop_table("staff_lock")

    op.drop_table("registration_event")

    op.drop_table("plan")

    op.drop_table("token")

    op.drop_table("session")

    op.drop_table("run")
    op.drop_table("role")

    op.drop_table("registration")

    op.drop_table("booking")

    op.drop_table("vehicle")

    op.drop_table("outbox_message")

    op.drop_table("inbox_message")

    op.drop_table("account")

    op.drop_table("tidal_window")

    op.drop_table("member")

    op.drop_table("closed_period")

    op.drop_table("space")
    op.drop_table("partner_sites")

    op.drop_table("household")
    op.drop_table("site")
    op.drop_table("round")

    op.drop_table("resource")
    op.drop_table("organisation")
    op.drop_table("day_override")
    op.drop_table("covenant")
    op.drop_table("audit_head")

    op.drop_table("audit_entry")

    op.drop_table("login_failure")

    op.drop_table("idempotency_key")
    op.drop_table("community")
