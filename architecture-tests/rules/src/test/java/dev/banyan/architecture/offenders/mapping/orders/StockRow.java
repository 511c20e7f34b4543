package dev.banyan.architecture.offenders.mapping.orders;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(schema = "stock", name = "stock_item")
class StockRow {
    @Id private long id;

    long id() {
        return id;
    }
}
