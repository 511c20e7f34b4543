-- The products that can be reviewed, as the catalog has told.
CREATE TABLE known_product (
    product_id uuid PRIMARY KEY
);

CREATE TABLE review (
    id uuid PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES known_product,
    customer_id uuid NOT NULL,
    rating integer NOT NULL CHECK (rating BETWEEN 1 AND 5),
    title text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL,
    UNIQUE (product_id, customer_id)
);

CREATE INDEX review_newest ON review (product_id, created_at DESC, id);
