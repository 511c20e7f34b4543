CREATE TABLE promotion (
    id uuid PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES price,
    segment text CHECK (segment IN ('REGULAR', 'PREMIUM', 'BUSINESS')),
    amount numeric(16, 4) NOT NULL CHECK (amount >= 0),
    currency char(3) NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CHECK (starts_at < ends_at)
);

CREATE INDEX promotion_product ON promotion (product_id, ends_at);

CREATE TABLE segment_discount (
    segment text PRIMARY KEY CHECK (segment IN ('REGULAR', 'PREMIUM', 'BUSINESS')),
    percentage numeric(4, 2) NOT NULL CHECK (percentage BETWEEN 0 AND 90)
);

INSERT INTO segment_discount (segment, percentage) VALUES ('REGULAR', 0), ('PREMIUM', 5), ('BUSINESS', 8);
