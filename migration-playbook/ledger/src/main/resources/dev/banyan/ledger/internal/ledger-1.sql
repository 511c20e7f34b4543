CREATE TABLE banyan.ledger (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    version bigint NOT NULL,
    -- Drawn anew with each version, so that two histories with the same number can be told apart.
    mark uuid NOT NULL DEFAULT gen_random_uuid(),
    schema_version integer NOT NULL
);

CREATE TABLE banyan.extraction (
    module text PRIMARY KEY,
    state jsonb NOT NULL,
    part jsonb,
    part_version bigint NOT NULL DEFAULT 0,
    phase text GENERATED ALWAYS AS (state ->> 'phase') STORED,
    owner text GENERATED ALWAYS AS (state ->> 'owner') STORED,
    owner_epoch bigint GENERATED ALWAYS AS ((state ->> 'ownerEpoch')::bigint) STORED,
    last_epoch bigint GENERATED ALWAYS AS ((state ->> 'lastEpoch')::bigint) STORED,
    version bigint GENERATED ALWAYS AS ((state ->> 'version')::bigint) STORED
);

CREATE TABLE banyan.attempt (
    id text PRIMARY KEY,
    module text NOT NULL REFERENCES banyan.extraction,
    body jsonb NOT NULL,
    kind text GENERATED ALWAYS AS (body ->> 'kind') STORED,
    epoch bigint GENERATED ALWAYS AS ((body ->> 'epoch')::bigint) STORED,
    state text GENERATED ALWAYS AS (body ->> 'state') STORED,
    step text GENERATED ALWAYS AS (body ->> 'step') STORED,
    UNIQUE (module, epoch)
);

CREATE TABLE banyan.journal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    module text NOT NULL,
    attempt text,
    change uuid NOT NULL UNIQUE,
    event text NOT NULL,
    version bigint NOT NULL,
    evidence jsonb NOT NULL,
    who text NOT NULL
);
CREATE INDEX journal_module ON banyan.journal (module, id);

CREATE FUNCTION banyan.refuse_journal_change() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    RAISE EXCEPTION 'The journal is append-only: % is refused.', TG_OP USING ERRCODE = 'BY002';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON banyan.journal
    FOR EACH STATEMENT EXECUTE FUNCTION banyan.refuse_journal_change();
ALTER TABLE banyan.journal ENABLE ALWAYS TRIGGER append_only;

CREATE TABLE banyan.request (
    id uuid PRIMARY KEY,
    module text NOT NULL,
    verb text NOT NULL,
    arguments jsonb NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    taken_by text,
    leased_until timestamptz,
    outcome jsonb,
    ended_at timestamptz,
    CHECK ((outcome IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX one_request_at_a_time ON banyan.request (module) WHERE outcome IS NULL;

CREATE TABLE banyan.process (
    id text PRIMARY KEY,
    kind text NOT NULL,
    address text NOT NULL,
    builds jsonb NOT NULL,
    acknowledged bigint NOT NULL,
    registered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    beat_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE banyan.applied (
    module text NOT NULL,
    side text NOT NULL,
    clock timestamptz NOT NULL,
    PRIMARY KEY (module, side)
);

INSERT INTO banyan.ledger (version, schema_version) VALUES (0, 1);
