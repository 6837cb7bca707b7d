"""What the database itself refuses: illegal moves, and changes to what is only ever added to."""

from alembic import op

revision = "20261122_3_refusals"
down_revision = "20261122_2_rooms"
branch_labels = None
depends_on = None

MOVES = """
CREATE OR REPLACE FUNCTION case_state_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IS DISTINCT FROM NEW.state AND NOT ((OLD.state = 'awaiting_caller' AND NEW.state IN ('awaiting_coordinator', 'in_coordination', 'upgraded_999')) OR (OLD.state = 'awaiting_coordinator' AND NEW.state IN ('closed', 'in_coordination', 'upgraded_999')) OR (OLD.state = 'awaiting_dispatch' AND NEW.state IN ('awaiting_coordinator', 'in_coordination', 'plan_agreed', 'upgraded_999')) OR (OLD.state = 'awaiting_outcome' AND NEW.state IN ('awaiting_coordinator', 'closed', 'in_coordination', 'upgraded_999')) OR (OLD.state = 'awaiting_partner' AND NEW.state IN ('awaiting_coordinator', 'in_coordination', 'plan_agreed', 'upgraded_999')) OR (OLD.state = 'closed' AND NEW.state IN ('reopened')) OR (OLD.state = 'in_coordination' AND NEW.state IN ('awaiting_caller', 'awaiting_coordinator', 'awaiting_dispatch', 'awaiting_partner', 'closed', 'plan_agreed', 'upgraded_999')) OR (OLD.state = 'in_delivery' AND NEW.state IN ('awaiting_coordinator', 'awaiting_outcome', 'closed', 'in_coordination', 'upgraded_999')) OR (OLD.state = 'new' AND NEW.state IN ('awaiting_coordinator', 'closed', 'in_coordination', 'streaming', 'upgraded_999')) OR (OLD.state = 'plan_agreed' AND NEW.state IN ('awaiting_coordinator', 'awaiting_outcome', 'closed', 'in_coordination', 'in_delivery', 'upgraded_999')) OR (OLD.state = 'reopened' AND NEW.state IN ('awaiting_coordinator', 'in_coordination', 'upgraded_999')) OR (OLD.state = 'streaming' AND NEW.state IN ('awaiting_coordinator', 'closed', 'in_coordination', 'new', 'upgraded_999')) OR (OLD.state = 'upgraded_999' AND NEW.state IN ('awaiting_outcome', 'in_coordination'))) THEN
    RAISE EXCEPTION 'illegal move of case.state: % to %', OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER case_state_moves BEFORE UPDATE OF state ON "case"
  FOR EACH ROW EXECUTE FUNCTION case_state_moves();

CREATE OR REPLACE FUNCTION leg_state_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IS DISTINCT FROM NEW.state AND NOT ((OLD.state = 'answered' AND NEW.state IN ('ended', 'on_hold', 'queued')) OR (OLD.state = 'on_hold' AND NEW.state IN ('answered', 'ended', 'queued')) OR (OLD.state = 'queued' AND NEW.state IN ('abandoned', 'answered', 'ended')) OR (OLD.state = 'ringing' AND NEW.state IN ('abandoned', 'answered', 'ended', 'queued'))) THEN
    RAISE EXCEPTION 'illegal move of leg.state: % to %', OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER leg_state_moves BEFORE UPDATE OF state ON "leg"
  FOR EACH ROW EXECUTE FUNCTION leg_state_moves();

CREATE OR REPLACE FUNCTION call_order_state_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IS DISTINCT FROM NEW.state AND NOT ((OLD.state = 'placing' AND NEW.state IN ('placed', 'refused', 'unknown', 'wanted')) OR (OLD.state = 'unknown' AND NEW.state IN ('placed', 'refused', 'wanted')) OR (OLD.state = 'wanted' AND NEW.state IN ('cancelled', 'placed', 'placing'))) THEN
    RAISE EXCEPTION 'illegal move of call_order.state: % to %', OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER call_order_state_moves BEFORE UPDATE OF state ON "call_order"
  FOR EACH ROW EXECUTE FUNCTION call_order_state_moves();
"""

# Only ever added to: what people wrote, what the carrier sent.
ADDED_TO = ("call_record", "note", "observation", "raw_webhook")


def upgrade() -> None:
    op.execute(MOVES)
    for table in ADDED_TO:
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM frontdoor_app")


def downgrade() -> None:
    for table in ("case", "leg", "call_order"):
        op.execute(f"DROP FUNCTION {table}_state_moves CASCADE")
