CREATE TABLE payment (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL UNIQUE,
    amount numeric(16, 4) CHECK (amount >= 0),
    currency char(3),
    method text,
    status text NOT NULL
        CHECK (status IN ('PENDING', 'COMPLETED', 'DECLINED', 'REFUNDING', 'REFUNDED', 'VOIDED')),
    reason text,
    claimed_until timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CHECK ((amount IS NULL) = (currency IS NULL)),
    CHECK (amount IS NOT NULL OR status = 'VOIDED')
);

CREATE INDEX payment_refunding ON payment (created_at) WHERE status = 'REFUNDING';

-- The books of the simulated provider. No unique reference: a second charge must be seen, not hidden.
CREATE TABLE simulated_provider_charge (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference uuid NOT NULL,
    amount numeric(16, 4) NOT NULL,
    currency char(3) NOT NULL,
    charged_at timestamptz NOT NULL,
    refunded_at timestamptz
);

CREATE INDEX simulated_provider_charge_reference ON simulated_provider_charge (reference);
