CREATE TABLE shipment (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL UNIQUE,
    recipient text NOT NULL,
    street text NOT NULL,
    city text NOT NULL,
    postal_code text NOT NULL,
    country char(2) NOT NULL,
    carrier text NOT NULL,
    tracking_number text NOT NULL UNIQUE,
    status text NOT NULL
        CHECK (status IN ('SCHEDULED', 'PACKED', 'DISPATCHED', 'DELIVERED', 'RECALLED')),
    created_at timestamptz NOT NULL,
    version bigint NOT NULL
);
