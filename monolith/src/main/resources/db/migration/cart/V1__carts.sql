CREATE TABLE cart (
    id uuid PRIMARY KEY,
    expires_at timestamptz NOT NULL,
    version bigint NOT NULL
);

CREATE INDEX cart_expires ON cart (expires_at);

CREATE TABLE cart_item (
    cart_id uuid NOT NULL REFERENCES cart ON DELETE CASCADE,
    position integer NOT NULL,
    product_id uuid NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (cart_id, position)
);
