-- The tables of the module as its contract with replication has them: names, types, keys and checks are those of the
-- owner that it is taken over from. Inbox and idempotency keys come from the outbox's own migration.
CREATE TABLE stock_item (
    id uuid NOT NULL,
    on_hand integer NOT NULL,
    reserved integer NOT NULL,
    low_stock_threshold integer NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT stock_item_pkey PRIMARY KEY (id),
    CONSTRAINT stock_item_on_hand_check CHECK (on_hand >= 0),
    CONSTRAINT stock_item_check CHECK (reserved BETWEEN 0 AND on_hand),
    CONSTRAINT stock_item_low_stock_threshold_check CHECK (low_stock_threshold >= 0)
);

CREATE TABLE reservation (
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    status text NOT NULL,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT reservation_pkey PRIMARY KEY (id),
    CONSTRAINT reservation_order_id_key UNIQUE (order_id),
    CONSTRAINT reservation_status_check CHECK (status IN ('RESERVED', 'REJECTED', 'RELEASED', 'FULFILLED'))
);

CREATE TABLE reservation_line (
    reservation_id uuid NOT NULL,
    product_id uuid NOT NULL,
    quantity integer NOT NULL,
    CONSTRAINT reservation_line_pkey PRIMARY KEY (reservation_id, product_id),
    CONSTRAINT reservation_line_reservation_id_fkey FOREIGN KEY (reservation_id) REFERENCES reservation (id),
    CONSTRAINT reservation_line_quantity_check CHECK (quantity > 0)
);

CREATE TABLE reservation_missing (
    reservation_id uuid NOT NULL,
    product_id uuid NOT NULL,
    CONSTRAINT reservation_missing_pkey PRIMARY KEY (reservation_id, product_id),
    CONSTRAINT reservation_missing_reservation_id_fkey FOREIGN KEY (reservation_id) REFERENCES reservation (id)
);
