ALTER TABLE shipment
    DROP CONSTRAINT shipment_status_check,
    ADD CONSTRAINT shipment_status_check
        CHECK (status IN ('SCHEDULED', 'PACKED', 'DISPATCHED', 'DELIVERED', 'RECALLED', 'RETURNING', 'RETURNED'));
