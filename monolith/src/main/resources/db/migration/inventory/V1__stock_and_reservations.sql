CREATE TABLE stock_item (
    id uuid PRIMARY KEY,
    on_hand integer NOT NULL CHECK (on_hand >= 0),
    reserved integer NOT NULL CHECK (reserved BETWEEN 0 AND on_hand),
    low_stock_threshold integer NOT NULL CHECK (low_stock_threshold >= 0),
    version bigint NOT NULL
);

CREATE TABLE reservation (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL UNIQUE,
    status text NOT NULL CHECK (status IN ('RESERVED', 'REJECTED', 'RELEASED', 'FULFILLED')),
    created_at timestamptz NOT NULL,
    version bigint NOT NULL
);

CREATE TABLE reservation_line (
    reservation_id uuid NOT NULL REFERENCES reservation,
    product_id uuid NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (reservation_id, product_id)
);

CREATE TABLE reservation_missing (
    reservation_id uuid NOT NULL REFERENCES reservation,
    product_id uuid NOT NULL,
    PRIMARY KEY (reservation_id, product_id)
);
