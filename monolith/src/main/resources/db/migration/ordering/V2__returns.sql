ALTER TABLE orders
    DROP CONSTRAINT orders_status_check,
    ADD CONSTRAINT orders_status_check
        CHECK (status IN ('PENDING', 'RESERVED', 'PAID', 'CONFIRMED', 'PACKED', 'SHIPPED', 'DELIVERED',
                          'RETURNING', 'REJECTED', 'PAYMENT_FAILED', 'CANCELLED', 'RETURNED'));
