CREATE TABLE orders (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL,
    amount numeric(16, 4) NOT NULL CHECK (amount >= 0),
    currency char(3) NOT NULL,
    recipient text NOT NULL,
    street text NOT NULL,
    city text NOT NULL,
    postal_code text NOT NULL,
    country char(2) NOT NULL,
    payment_method text NOT NULL,
    status text NOT NULL
        CHECK (status IN ('PENDING', 'RESERVED', 'PAID', 'CONFIRMED', 'PACKED', 'SHIPPED', 'DELIVERED',
                          'REJECTED', 'PAYMENT_FAILED', 'CANCELLED')),
    reason text,
    locked boolean NOT NULL,
    cancellation_requested text,
    placed_at timestamptz NOT NULL,
    version bigint NOT NULL
);

CREATE INDEX orders_customer ON orders (customer_id, placed_at DESC);

CREATE TABLE order_line (
    order_id uuid NOT NULL REFERENCES orders,
    position integer NOT NULL,
    product_id uuid NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    amount numeric(16, 4) NOT NULL CHECK (amount >= 0),
    currency char(3) NOT NULL,
    PRIMARY KEY (order_id, position)
);

CREATE TABLE status_change (
    order_id uuid NOT NULL REFERENCES orders,
    number integer NOT NULL,
    status text NOT NULL,
    reason text,
    at timestamptz NOT NULL,
    PRIMARY KEY (order_id, number)
);

CREATE TABLE saga (
    order_id uuid PRIMARY KEY REFERENCES orders,
    direction text NOT NULL CHECK (direction IN ('FORWARD', 'BACKWARD', 'DONE')),
    step text NOT NULL,
    tries integer NOT NULL,
    exit text,
    reason text,
    due_at timestamptz NOT NULL,
    lease uuid,
    lease_until timestamptz
);

CREATE INDEX saga_due ON saga (due_at) WHERE direction <> 'DONE';

-- What each saga was about to do, and what came of it; only ever added to.
CREATE TABLE saga_log (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders,
    step text NOT NULL,
    direction text NOT NULL,
    happening text NOT NULL,
    detail text,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX saga_log_order ON saga_log (order_id);
