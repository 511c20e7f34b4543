package dev.banyan.architecture.offenders.tidy.orders;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(schema = "orders", name = "order_row")
class OrderRow {
    @Id private long id;

    long id() {
        return id;
    }
}
