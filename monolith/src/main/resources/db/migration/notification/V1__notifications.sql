CREATE TABLE notification (
    id uuid PRIMARY KEY,
    customer_id uuid,
    subject_id uuid NOT NULL,
    kind text NOT NULL,
    message text NOT NULL,
    created_at timestamptz NOT NULL,
    read_at timestamptz,
    version bigint NOT NULL
);

CREATE INDEX notification_customer ON notification (customer_id, created_at DESC);
