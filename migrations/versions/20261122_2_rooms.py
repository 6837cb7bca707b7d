"""The tables of the rooms."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_2_rooms"
down_revision = "20261122_1_journal"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_order",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("to_number", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("staff_id", sa.UUID(), nullable=True),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settle_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("call_sid", sa.String(), nullable=True),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_order")),
        sa.UniqueConstraint(
            "hub_id",
            "purpose",
            "request_key",
            name=op.f("uq_call_order_hub_id_purpose_request_key"),
        ),
    )
    op.create_index("ix_call_order_case", "call_order", ["hub_id", "case_id"], unique=False)
    op.create_index(
        "ix_call_order_due",
        "call_order",
        ["settle_due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('wanted', 'placing', 'unknown')"),
    )
    op.create_table(
        "call_record",
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.UUID(), nullable=True),
        sa.Column("fields", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_call_record_version")),
        sa.PrimaryKeyConstraint("hub_id", "case_id", "version", name=op.f("pk_call_record")),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("queue", sa.String(), nullable=True),
        sa.Column("owner_id", sa.UUID(), nullable=True),
        sa.Column("owner_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("to_top", sa.Boolean(), nullable=False),
        sa.Column("priority_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("override", postgresql.JSONB(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("streamed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("caller_type", sa.String(), nullable=False),
        sa.Column("caller_line", sa.String(), nullable=False),
        sa.Column("claimed_org_id", sa.UUID(), nullable=True),
        sa.Column("express", sa.Boolean(), nullable=False),
        sa.Column("reach", sa.String(), nullable=False),
        sa.Column("call_back_number", sa.String(), nullable=True),
        sa.Column("on_line_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spoken_to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("patient_id", sa.UUID(), nullable=True),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("where_now", sa.String(), nullable=False),
        sa.Column("record_version", sa.Integer(), nullable=False),
        sa.Column("news2", postgresql.JSONB(), nullable=True),
        sa.Column("disposition", sa.String(), nullable=True),
        sa.Column("plan", postgresql.JSONB(), nullable=True),
        sa.Column("outcome", postgresql.JSONB(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before_999", sa.String(), nullable=True),
        sa.Column("emergency", sa.String(), nullable=True),
        sa.Column("emergency_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("emergency_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("emergency_incident", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint(
            "state = 'closed' OR (owner_id IS NULL) <> (queue IS NULL)",
            name=op.f("ck_case_one_owner"),
        ),
        sa.CheckConstraint("band BETWEEN 0 AND 4", name=op.f("ck_case_band")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("hub_id", "number", name=op.f("uq_case_hub_id_number")),
    )
    op.create_index(
        "ix_case_call_back", "case", ["hub_id", "call_back_number", "arrived_at"], unique=False
    )
    op.create_index(
        "ix_case_closed",
        "case",
        ["hub_id", "closed_at"],
        unique=False,
        postgresql_where=sa.text("state = 'closed'"),
    )
    op.create_index(
        "ix_case_emergency_due",
        "case",
        ["emergency_due_at"],
        unique=False,
        postgresql_where=sa.text("emergency_due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_case_open",
        "case",
        ["hub_id", "sort"],
        unique=False,
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_index(
        "ix_case_owner",
        "case",
        ["hub_id", "owner_id"],
        unique=False,
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_index(
        "ix_case_priority_due",
        "case",
        ["priority_due_at"],
        unique=False,
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_table(
        "case_number",
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hub_id", name=op.f("pk_case_number")),
    )
    op.create_table(
        "claim",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("staff_id", sa.UUID(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_claim")),
    )
    op.create_index("ix_claim_staff", "claim", ["hub_id", "staff_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("caller_type", sa.String(), nullable=False),
        sa.Column("from_number", sa.String(), nullable=True),
        sa.Column("organisation_id", sa.UUID(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint(
            "hub_id", "channel", "request_key", name=op.f("uq_contact_hub_id_channel_request_key")
        ),
    )
    op.create_index("ix_contact_case", "contact", ["hub_id", "case_id"], unique=False)
    op.create_index(
        "ix_contact_number", "contact", ["hub_id", "from_number", "received_at"], unique=False
    )
    op.create_table(
        "desk",
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("staff_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("headset", sa.String(), nullable=False),
        sa.Column("desk_number", sa.String(), nullable=True),
        sa.CheckConstraint(
            "headset <> 'desk_phone' OR desk_number IS NOT NULL",
            name=op.f("ck_desk_desk_phone_has_number"),
        ),
        sa.PrimaryKeyConstraint("hub_id", "staff_id", name=op.f("pk_desk")),
    )
    op.create_index(
        "ix_desk_gone",
        "desk",
        ["gone_due_at"],
        unique=False,
        postgresql_where=sa.text("gone_due_at IS NOT NULL"),
    )
    op.create_table(
        "desk_phone",
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("staff_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hub_id", "staff_id", name=op.f("pk_desk_phone")),
    )
    op.create_table(
        "hub",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("practice_ground", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub")),
        sa.UniqueConstraint("code", name=op.f("uq_hub_code")),
    )
    op.create_table(
        "language_line",
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hub_id", "language", name=op.f("pk_language_line")),
    )
    op.create_table(
        "leg",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("call_sid", sa.String(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("staff_id", sa.UUID(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("from_number", sa.String(), nullable=True),
        sa.Column("to_number", sa.String(), nullable=True),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("queue_sid", sa.String(), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("conference_sid", sa.String(), nullable=True),
        sa.Column("conference_sequence", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("wish", sa.String(), nullable=True),
        sa.Column("wish_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wish_tries", sa.Integer(), nullable=False),
        sa.Column("rang_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("call_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alone_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("join_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("diverted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_seconds", sa.Integer(), nullable=False),
        sa.Column("last_sign_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_as", sa.String(), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name=op.f("ck_leg_one_end")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leg")),
        sa.UniqueConstraint("call_sid", name=op.f("uq_leg_call_sid")),
    )
    op.create_index("ix_leg_case", "leg", ["hub_id", "case_id"], unique=False)
    op.create_index("ix_leg_day", "leg", ["hub_id", "rang_at"], unique=False)
    op.create_index(
        "ix_leg_open",
        "leg",
        ["last_sign_at"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_leg_wish",
        "leg",
        ["wish_due_at"],
        unique=False,
        postgresql_where=sa.text("wish_due_at IS NOT NULL"),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.UUID(), nullable=True),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index("ix_note_case", "note", ["hub_id", "case_id", "written_at"], unique=False)
    op.create_table(
        "obligation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.UUID(), nullable=True),
        sa.Column("how", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint(
            "hub_id", "case_id", "kind", "ref", name=op.f("uq_obligation_hub_id_case_id_kind_ref")
        ),
    )
    op.create_index(
        "ix_obligation_due",
        "obligation",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "observation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.UUID(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("signs", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    op.create_index(
        "ix_observation_case", "observation", ["hub_id", "case_id", "recorded_at"], unique=False
    )
    op.create_table(
        "open_cases_list",
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("write_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("hub_id", name=op.f("pk_open_cases_list")),
    )
    op.create_table(
        "pace",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_pace")),
    )
    op.create_table(
        "patient",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("age_told", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("gender", sa.String(), nullable=False),
        sa.Column("nhs_number", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("practice", sa.String(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.UUID(), nullable=True),
        sa.Column("verified_with", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
    )
    op.create_index("ix_patient_nhs", "patient", ["hub_id", "nhs_number"], unique=False)
    op.create_table(
        "raw_webhook",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("call_sid", sa.String(), nullable=True),
        sa.Column("parameters", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_raw_webhook")),
    )
    op.create_index(
        op.f("ix_raw_webhook_received_at"), "raw_webhook", ["received_at"], unique=False
    )
    op.create_table(
        "recording",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("conference_sid", sa.String(), nullable=False),
        sa.Column("recording_sid", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("bytes", sa.Integer(), nullable=True),
        sa.Column("fetch_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("conference_sid", name=op.f("uq_recording_conference_sid")),
        sa.UniqueConstraint("recording_sid", name=op.f("uq_recording_recording_sid")),
    )
    op.create_index("ix_recording_case", "recording", ["hub_id", "case_id"], unique=False)
    op.create_index(
        "ix_recording_due",
        "recording",
        ["fetch_due_at"],
        unique=False,
        postgresql_where=sa.text("fetch_due_at IS NOT NULL"),
    )
    op.create_table(
        "resident",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("nhs_number", sa.String(), nullable=True),
        sa.Column("where_in_home", sa.String(), nullable=False),
        sa.Column("baseline", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident")),
    )
    op.create_index("ix_resident_home", "resident", ["hub_id", "organisation_id"], unique=False)
    op.create_table(
        "room",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("conference_sid", sa.String(), nullable=True),
        sa.Column("then_call", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_room")),
    )
    op.create_index(
        "ix_room_open",
        "room",
        ["hub_id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_room_case",
        "room",
        ["hub_id", "case_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("roles", postgresql.JSONB(), nullable=False),
        sa.Column("ods_code", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("professional_registration", sa.String(), nullable=True),
        sa.Column("letter_keys_on", sa.Boolean(), nullable=False),
        sa.Column("volume", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("username = lower(username)", name=op.f("ck_staff_username_lower")),
        sa.CheckConstraint("volume BETWEEN 1 AND 10", name=op.f("ck_staff_volume")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint(
            "professional_registration", name=op.f("uq_staff_professional_registration")
        ),
        sa.UniqueConstraint("username", name=op.f("uq_staff_username")),
    )
    op.create_table(
        "sweep_mark",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("compared_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sweep_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_sweep_mark")),
    )
    op.create_table(
        "tries",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_tries")),
    )
    op.create_index(op.f("ix_tries_since"), "tries", ["since"], unique=False)
    op.create_table(
        "ambulance_area",
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("control_number", sa.String(), nullable=False),
        sa.Column("tested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("test_passed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_ambulance_area_hub_id")),
        sa.PrimaryKeyConstraint("hub_id", "name", name=op.f("pk_ambulance_area")),
    )
    op.create_table(
        "hub_line",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("check_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("points_at_us", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_line_hub_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_hub_line")),
    )
    op.create_index(op.f("ix_hub_line_hub_id"), "hub_line", ["hub_id"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("ods_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("caller_type", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_organisation_hub_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("hub_id", "ods_code", name=op.f("uq_organisation_hub_id_ods_code")),
    )
    op.create_table(
        "staff_hub",
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("staff_id", sa.UUID(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_hub_staff_id")),
        sa.PrimaryKeyConstraint("hub_id", "staff_id", name=op.f("pk_staff_hub")),
    )
    op.create_index(op.f("ix_staff_hub_staff_id"), "staff_hub", ["staff_id"], unique=False)
    op.create_table(
        "staff_session",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.UUID(), nullable=False),
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_session_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_session_token_hash")),
    )
    op.create_index(
        op.f("ix_staff_session_expires_at"), "staff_session", ["expires_at"], unique=False
    )
    op.create_index(
        "ix_staff_session_open",
        "staff_session",
        ["staff_id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "known_number",
        sa.Column("hub_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_known_number_hub_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_known_number_organisation_id")
        ),
        sa.PrimaryKeyConstraint("hub_id", "number", name=op.f("pk_known_number")),
    )


def downgrade() -> None:
    op.drop_table("known_number")
    op.drop_index(
        "ix_staff_session_open",
        table_name="staff_session",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_staff_session_expires_at"), table_name="staff_session")
    op.drop_table("staff_session")
    op.drop_index(op.f("ix_staff_hub_staff_id"), table_name="staff_hub")
    op.drop_table("staff_hub")
    op.drop_table("organisation")
    op.drop_index(op.f("ix_hub_line_hub_id"), table_name="hub_line")
    op.drop_table("hub_line")
    op.drop_table("ambulance_area")
    op.drop_index(op.f("ix_tries_since"), table_name="tries")
    op.drop_table("tries")
    op.drop_table("sweep_mark")
    op.drop_table("staff")
    op.drop_index("uq_room_case", table_name="room", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_index("ix_room_open", table_name="room", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_table("room")
    op.drop_index("ix_resident_home", table_name="resident")
    op.drop_table("resident")
    op.drop_index(
        "ix_recording_due",
        table_name="recording",
        postgresql_where=sa.text("fetch_due_at IS NOT NULL"),
    )
    op.drop_index("ix_recording_case", table_name="recording")
    op.drop_table("recording")
    op.drop_index(op.f("ix_raw_webhook_received_at"), table_name="raw_webhook")
    op.drop_table("raw_webhook")
    op.drop_index("ix_patient_nhs", table_name="patient")
    op.drop_table("patient")
    op.drop_table("pace")
    op.drop_table("open_cases_list")
    op.drop_index("ix_observation_case", table_name="observation")
    op.drop_table("observation")
    op.drop_index(
        "ix_obligation_due", table_name="obligation", postgresql_where=sa.text("settled_at IS NULL")
    )
    op.drop_table("obligation")
    op.drop_index("ix_note_case", table_name="note")
    op.drop_table("note")
    op.drop_index(
        "ix_leg_wish", table_name="leg", postgresql_where=sa.text("wish_due_at IS NOT NULL")
    )
    op.drop_index("ix_leg_open", table_name="leg", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_index("ix_leg_day", table_name="leg")
    op.drop_index("ix_leg_case", table_name="leg")
    op.drop_table("leg")
    op.drop_table("language_line")
    op.drop_table("hub")
    op.drop_table("desk_phone")
    op.drop_index(
        "ix_desk_gone", table_name="desk", postgresql_where=sa.text("gone_due_at IS NOT NULL")
    )
    op.drop_table("desk")
    op.drop_index("ix_contact_number", table_name="contact")
    op.drop_index("ix_contact_case", table_name="contact")
    op.drop_table("contact")
    op.drop_index("ix_claim_staff", table_name="claim")
    op.drop_table("claim")
    op.drop_table("case_number")
    op.drop_index(
        "ix_case_priority_due", table_name="case", postgresql_where=sa.text("state <> 'closed'")
    )
    op.drop_index("ix_case_owner", table_name="case", postgresql_where=sa.text("state <> 'closed'"))
    op.drop_index("ix_case_open", table_name="case", postgresql_where=sa.text("state <> 'closed'"))
    op.drop_index(
        "ix_case_emergency_due",
        table_name="case",
        postgresql_where=sa.text("emergency_due_at IS NOT NULL"),
    )
    op.drop_index("ix_case_closed", table_name="case", postgresql_where=sa.text("state = 'closed'"))
    op.drop_index("ix_case_call_back", table_name="case")
    op.drop_table("case")
    op.drop_table("call_record")
    op.drop_index(
        "ix_call_order_due",
        table_name="call_order",
        postgresql_where=sa.text("state IN ('wanted', 'placing', 'unknown')"),
    )
    op.drop_index("ix_call_order_case", table_name="call_order")
    op.drop_table("call_order")
