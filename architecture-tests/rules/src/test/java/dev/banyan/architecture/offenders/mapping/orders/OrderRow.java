package dev.banyan.architecture.offenders.mapping.orders;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;

@Entity
@Table(schema = "orders", name = "order_row")
class OrderRow {
    @Id private long id;

    @ElementCollection
    @CollectionTable(schema = "stock", name = "shelf")
    private List<String> shelves = new ArrayList<>();

    long id() {
        return id + shelves.size();
    }
}
