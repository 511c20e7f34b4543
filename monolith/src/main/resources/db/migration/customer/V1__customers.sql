CREATE TABLE customer (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    segment text NOT NULL CHECK (segment IN ('REGULAR', 'PREMIUM', 'BUSINESS')),
    created_at timestamptz NOT NULL,
    version bigint NOT NULL
);

CREATE UNIQUE INDEX customer_email ON customer (lower(email));

CREATE TABLE address (
    customer_id uuid NOT NULL REFERENCES customer,
    position integer NOT NULL,
    recipient text NOT NULL,
    street text NOT NULL,
    city text NOT NULL,
    postal_code text NOT NULL,
    country char(2) NOT NULL,
    PRIMARY KEY (customer_id, position)
);
