-- What can be recommended, and in how many orders it was.
CREATE TABLE item (
    product_id uuid PRIMARY KEY,
    category text NOT NULL,
    orders bigint NOT NULL DEFAULT 0 CHECK (orders >= 0)
);

CREATE INDEX item_category ON item (category, orders DESC, product_id);
CREATE INDEX item_orders ON item (orders DESC, product_id);

-- In how many orders two products were together; each pair in both directions.
CREATE TABLE co_purchase (
    product_id uuid NOT NULL,
    other_id uuid NOT NULL,
    orders bigint NOT NULL CHECK (orders > 0),
    PRIMARY KEY (product_id, other_id)
);

CREATE INDEX co_purchase_best ON co_purchase (product_id, orders DESC, other_id);
