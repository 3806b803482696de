"""Activity rooms: facilities, rooms, equipment, sections, weekly sessions, bookings of people, feeds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATES = "state IN ('held', 'requested', 'confirmed', 'cancelled', 'refused', 'lapsed', 'no_show')"
STATES_BEFORE = "state IN ('confirmed', 'cancelled')"


def upgrade() -> None:
    op.create_table(
        "facility",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("tier", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("conditions_zh", sa.Text(), nullable=False),
        sa.Column("conditions_en", sa.Text(), nullable=False),
        sa.Column("datum", sa.String(length=200), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("tier IN ('centre', 'neighbourhood', 'activity_room')", name=op.f("ck_facility_tier")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_facility_community_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_facility_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_facility_community_id_code")),
    )
    op.create_table(
        "equipment",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_equipment_community_id")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_equipment_facility_id")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_equipment_resource_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment")),
        sa.UniqueConstraint("facility_id", "code", name=op.f("uq_equipment_facility_id_code")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_equipment_resource_id")),
    )
    op.create_table(
        "room",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.Column("part_of_id", sa.Uuid(), nullable=True),
        sa.Column("noisy_next_to", sa.JSON(), nullable=False),
        sa.Column("setup", sa.Integer(), nullable=True),
        sa.Column("clear", sa.Integer(), nullable=True),
        sa.Column("staffed_only", sa.Boolean(), nullable=False),
        sa.Column("bookable", sa.Boolean(), nullable=False),
        sa.Column("approval", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("approval IN ('instant', 'staff')", name=op.f("ck_room_approval")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_room_community_id")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_room_facility_id")),
        sa.ForeignKeyConstraint(["part_of_id"], ["room.id"], name=op.f("fk_room_part_of_id")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_room_resource_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_room_community_id_code")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_room_resource_id")),
    )
    op.create_index(op.f("ix_room_facility_id"), "room", ["facility_id"], unique=False)

    op.create_table(
        "facility_closure",
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("start_clock", sa.String(length=200), nullable=False),
        sa.Column("end_clock", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_facility_closure_facility_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_facility_closure_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_closure")),
    )
    op.create_index(op.f("ix_facility_closure_facility_id"), "facility_closure", ["facility_id"], unique=False)
    op.create_index(op.f("ix_facility_closure_room_id"), "facility_closure", ["room_id"], unique=False)

    op.create_table(
        "facility_window",
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
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
        sa.CheckConstraint(
            "purpose IN ('open', 'seniors', 'staffed', 'approval')", name=op.f("ck_facility_window_purpose")
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_facility_window_facility_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_facility_window_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_window")),
    )
    op.create_index(op.f("ix_facility_window_facility_id"), "facility_window", ["facility_id"], unique=False)
    op.create_index(op.f("ix_facility_window_room_id"), "facility_window", ["room_id"], unique=False)

    op.create_table(
        "feed",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_feed_community_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_feed_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_feed_secret_hash")),
    )
    op.create_index(op.f("ix_feed_member_id"), "feed", ["member_id"], unique=False)

    op.create_table(
        "waiting",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'offered', 'done', 'given_up')", name=op.f("ck_waiting_state")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_waiting_not_empty")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_waiting_booking_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_waiting_community_id")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_waiting_facility_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_waiting_member_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["account.id"], name=op.f("fk_waiting_operator_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_waiting_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting")),
    )
    op.create_index(
        op.f("ix_waiting_community_id_state_starts_at"), "waiting", ["community_id", "state", "starts_at"], unique=False
    )
    op.create_index(op.f("ix_waiting_member_id"), "waiting", ["member_id"], unique=False)

    op.create_table(
        "room_session",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start_clock", sa.String(length=200), nullable=False),
        sa.Column("end_clock", sa.String(length=200), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("substitutes", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_room_session_plan_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_room_session_registration_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_session_room_id")),
        sa.PrimaryKeyConstraint("plan_id", "registration_id", "part", name=op.f("pk_room_session")),
    )
    op.create_index(op.f("ix_room_session_room_id"), "room_session", ["room_id"], unique=False)

    with op.batch_alter_table("allocation") as batch_op:
        batch_op.add_column(sa.Column("sessions", sa.JSON(), server_default="[]", nullable=False))
        batch_op.alter_column("site_id", existing_type=sa.Uuid(), nullable=True)

    with op.batch_alter_table("booking") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_booking_state"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_booking_state"), STATES)
        batch_op.add_column(sa.Column("organisation_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("series_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("people", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("age_group", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("category", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("title_cipher", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("noisy", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("equipment", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("decided_by", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_booking_answer_by"), ["answer_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_series_id"), ["series_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_booking_decided_by"), "account", ["decided_by"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_booking_organisation_id"), "organisation", ["organisation_id"], ["id"]
        )

    with op.batch_alter_table("publication", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("supply_digest", sa.String(length=200), server_default="", nullable=False))

    with op.batch_alter_table("publication_row", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("title", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("sessions", sa.JSON(), server_default="[]", nullable=False))

    with op.batch_alter_table("registration") as batch_op:
        batch_op.add_column(sa.Column("organisation_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("application_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("section", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("title_cipher", sa.LargeBinary(), nullable=True))
        batch_op.create_index(batch_op.f("ix_registration_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_registration_organisation_id"), "organisation", ["organisation_id"], ["id"]
        )

    with op.batch_alter_table("staff_lock") as batch_op:
        batch_op.add_column(sa.Column("facility_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("room_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("weekday", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("start_clock", sa.String(length=200), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_staff_lock_facility_id"), "facility", ["facility_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_staff_lock_room_id"), "room", ["room_id"], ["id"])


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT 1 FROM facility LIMIT 1")).first() is not None:
        raise RuntimeError("the database holds activity rooms, which revision 0001 has no place for: restore a backup")
    with op.batch_alter_table("staff_lock") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_staff_lock_room_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_staff_lock_facility_id"), type_="foreignkey")
        batch_op.drop_column("start_clock")
        batch_op.drop_column("weekday")
        batch_op.drop_column("room_id")
        batch_op.drop_column("facility_id")

    with op.batch_alter_table("registration") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_registration_organisation_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_registration_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_registration_application_id"))
        batch_op.drop_column("title_cipher")
        batch_op.drop_column("section")
        batch_op.drop_column("application_id")
        batch_op.drop_column("organisation_id")

    with op.batch_alter_table("publication", recreate="never") as batch_op:
        batch_op.drop_column("supply_digest")

    with op.batch_alter_table("publication_row", recreate="never") as batch_op:
        batch_op.drop_column("sessions")
        batch_op.drop_column("title")

    with op.batch_alter_table("booking") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_booking_state"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_booking_state"), STATES_BEFORE)
        batch_op.drop_constraint(batch_op.f("fk_booking_organisation_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_booking_decided_by"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_booking_series_id"))
        batch_op.drop_index(batch_op.f("ix_booking_answer_by"))
        batch_op.drop_column("decided_by")
        batch_op.drop_column("answer_by")
        batch_op.drop_column("equipment")
        batch_op.drop_column("noisy")
        batch_op.drop_column("title_cipher")
        batch_op.drop_column("category")
        batch_op.drop_column("age_group")
        batch_op.drop_column("people")
        batch_op.drop_column("series_id")
        batch_op.drop_column("organisation_id")

    with op.batch_alter_table("allocation") as batch_op:
        batch_op.alter_column("site_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("sessions")

    op.drop_index(op.f("ix_room_session_room_id"), table_name="room_session")

    op.drop_table("room_session")
    op.drop_index(op.f("ix_waiting_member_id"), table_name="waiting")
    op.drop_index(op.f("ix_waiting_community_id_state_starts_at"), table_name="waiting")

    op.drop_table("waiting")
    op.drop_index(op.f("ix_feed_member_id"), table_name="feed")

    op.drop_table("feed")
    op.drop_index(op.f("ix_facility_window_room_id"), table_name="facility_window")
    op.drop_index(op.f("ix_facility_window_facility_id"), table_name="facility_window")

    op.drop_table("facility_window")
    op.drop_index(op.f("ix_facility_closure_room_id"), table_name="facility_closure")
    op.drop_index(op.f("ix_facility_closure_facility_id"), table_name="facility_closure")

    op.drop_table("facility_closure")
    op.drop_index(op.f("ix_room_facility_id"), table_name="room")

    op.drop_table("room")
    op.drop_table("equipment")
    op.drop_table("facility")
