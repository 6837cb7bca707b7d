"""The journal: partitioned by month, numbered per hub, chained, insert-only; and the app's role."""

from alembic import op

revision = "20261122_1_journal"
down_revision = None
branch_labels = None
depends_on = None

ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'frontdoor_app') THEN
    CREATE ROLE frontdoor_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- another database of this server was first
END $$;
GRANT frontdoor_app TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO frontdoor_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO frontdoor_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO frontdoor_app;
"""

TABLES = """
CREATE TABLE hub_counter (
  hub_id uuid PRIMARY KEY,
  seq bigint NOT NULL DEFAULT 0,
  written_at timestamptz NOT NULL DEFAULT '-infinity',
  hash bytea NOT NULL DEFAULT '\\x'
) WITH (fillfactor = 50);

CREATE TABLE journal (
  hub_id uuid NOT NULL,
  seq bigint NOT NULL,
  written_at timestamptz NOT NULL,
  kind text NOT NULL,
  case_id uuid,
  patient_id uuid,
  actor text NOT NULL,
  actor_org text,
  reported_at timestamptz,
  facts jsonb NOT NULL,
  prev_hash bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (hub_id, seq, written_at)
) PARTITION BY RANGE (written_at);
CREATE INDEX ix_journal_case ON journal (hub_id, case_id, seq) WHERE case_id IS NOT NULL;
CREATE INDEX ix_journal_patient ON journal (patient_id, written_at) WHERE patient_id IS NOT NULL;
CREATE TABLE journal_default PARTITION OF journal DEFAULT;

REVOKE UPDATE, DELETE, TRUNCATE ON journal, journal_default FROM frontdoor_app;
"""

REFUSE = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON journal
  FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
"""

# What the chain covers is spelt in one function, so that writer and verifier cannot differ.
CHAIN = """
CREATE FUNCTION journal_hash(prev bytea, j journal) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(prev || convert_to(jsonb_build_array(
    j.hub_id, j.seq, extract(epoch FROM j.written_at), j.kind, j.case_id, j.patient_id, j.actor,
    j.actor_org, extract(epoch FROM j.reported_at), j.facts)::text, 'UTF8'))
$$;

CREATE FUNCTION journal_write(p_hub uuid, p_entries jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  c hub_counter;
  j journal;
  e jsonb;
BEGIN
  SELECT * INTO c FROM hub_counter WHERE hub_id = p_hub FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO hub_counter (hub_id) VALUES (p_hub) ON CONFLICT DO NOTHING;
    SELECT * INTO c FROM hub_counter WHERE hub_id = p_hub FOR UPDATE;
  END IF;
  c.written_at := greatest(clock_timestamp(), c.written_at);
  FOR e IN SELECT value FROM jsonb_array_elements(p_entries) LOOP
    c.seq := c.seq + 1;
    j.hub_id := p_hub; j.seq := c.seq; j.written_at := c.written_at;
    j.kind := e->>'kind'; j.case_id := (e->>'case_id')::uuid; j.patient_id := (e->>'patient_id')::uuid;
    j.actor := e->>'actor'; j.actor_org := e->>'actor_org';
    j.reported_at := (e->>'reported_at')::timestamptz; j.facts := e->'facts';
    j.prev_hash := c.hash;
    j.hash := journal_hash(c.hash, j);
    INSERT INTO journal SELECT j.*;
    c.hash := j.hash;
  END LOOP;
  UPDATE hub_counter SET seq = c.seq, written_at = c.written_at, hash = c.hash WHERE hub_id = p_hub;
  PERFORM pg_notify('journal', p_hub::text);
  RETURN c.seq;
END $$;

-- The number of the first entry whose chain or numbering is broken, or NULL.
CREATE FUNCTION journal_verify(p_hub uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT min(seq) FROM (
    SELECT j.seq,
           j.hash = journal_hash(j.prev_hash, j) AS own,
           j.prev_hash = coalesce(lag(j.hash) OVER w, '\\x') AS chained,
           j.seq = coalesce(lag(j.seq) OVER w, 0) + 1 AS dense
    FROM journal j WHERE j.hub_id = p_hub WINDOW w AS (ORDER BY j.seq)
  ) checked WHERE NOT (own AND chained AND dense)
$$;

-- Months are made ahead by the clock, which has no right to make tables: hence SECURITY DEFINER.
CREATE FUNCTION journal_make_months(p_from date, p_count int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  m date;
  made int := 0;
  name text;
BEGIN
  FOR i IN 0..p_count - 1 LOOP
    m := (date_trunc('month', p_from) + make_interval(months => i))::date;
    name := 'journal_' || to_char(m, 'YYYY_MM');
    IF to_regclass(name) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF journal FOR VALUES FROM (%L) TO (%L)', name,
        m::text || ' 00:00+00', (m + interval '1 month')::date::text || ' 00:00+00');
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM frontdoor_app', name);
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;
SELECT journal_make_months(current_date, 4);
"""

RELAY = """
CREATE TABLE relay_bookmark (
  hub_id uuid PRIMARY KEY,
  seq bigint NOT NULL,
  written_at timestamptz NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE heartbeat (
  process text PRIMARY KEY,
  beat_at timestamptz NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'
) WITH (fillfactor = 50);
CREATE TABLE duty_run (
  duty text PRIMARY KEY,
  ran_at timestamptz NOT NULL
);
"""


def upgrade() -> None:
    for sql in (ROLE, TABLES, REFUSE, CHAIN, RELAY):
        op.execute(sql)


def downgrade() -> None:
    op.execute(
        "DROP TABLE duty_run, heartbeat, relay_bookmark, journal, hub_counter CASCADE;"
        "DROP FUNCTION journal_make_months, journal_verify, journal_write, journal_refuse;"
    )
