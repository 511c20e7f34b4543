CREATE TABLE price (
    product_id uuid PRIMARY KEY,
    amount numeric(16, 4) NOT NULL CHECK (amount >= 0),
    currency char(3) NOT NULL
);
