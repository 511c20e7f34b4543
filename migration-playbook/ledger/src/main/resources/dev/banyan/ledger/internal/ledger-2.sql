ALTER TABLE banyan.request ADD COLUMN progress jsonb;

CREATE TABLE banyan.reads (
    process text NOT NULL REFERENCES banyan.process ON DELETE CASCADE,
    module text NOT NULL,
    side text NOT NULL,
    counts jsonb NOT NULL,
    PRIMARY KEY (process, module, side)
);

CREATE TABLE banyan.picture (
    module text PRIMARY KEY,
    body jsonb NOT NULL
);

UPDATE banyan.ledger SET schema_version = 2;
