CREATE TABLE category (
    id text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{1,40}$'),
    name text NOT NULL
);

CREATE TABLE product (
    id uuid PRIMARY KEY,
    sku text NOT NULL UNIQUE,
    name text NOT NULL,
    description text NOT NULL,
    brand text NOT NULL,
    category text NOT NULL REFERENCES category,
    amount numeric(16, 4) NOT NULL CHECK (amount >= 0),
    currency char(3) NOT NULL,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL,
    words tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('english', name), 'A')
        || setweight(to_tsvector('english', brand || ' ' || category), 'B')
        || setweight(to_tsvector('english', description), 'C')) STORED
);

CREATE INDEX product_words ON product USING gin (words);
CREATE INDEX product_category ON product (category, name, id);
CREATE INDEX product_name ON product (name, id);
