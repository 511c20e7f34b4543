package dev.banyan.architecture.offenders.entity.stock;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
public class StockItem {
    @Id private long id;

    public long id() {
        return id;
    }
}
