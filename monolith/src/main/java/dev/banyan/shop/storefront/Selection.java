package dev.banyan.shop.storefront;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jmolecules.ddd.types.AggregateRoot;

/// The products that somebody chose for a page, the first one first, each once. Whether the catalog
/// knows them is seen when the page is composed: products come and go.
@Table(name = "selection", schema = "storefront")
class Selection implements AggregateRoot<Selection, SelectionId> {

    static final int MOST = 24;

    private final SelectionId id;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(
            name = "selected_product",
            schema = "storefront",
            joinColumns = @JoinColumn(name = "selection_id"))
    @OrderColumn(name = "position")
    @Column(name = "product_id")
    private final List<UUID> products;

    @Version private long version;

    Selection(SelectionId id) {
        this.id = id;
        this.products = new ArrayList<>();
    }

    @Override
    public SelectionId getId() {
        return id;
    }

    List<UUID> products() {
        return List.copyOf(products);
    }

    /// Chooses these in place of what was chosen before.
    void choose(List<UUID> chosen) {
        if (chosen.size() > MOST || new HashSet<>(chosen).size() < chosen.size()) {
            throw new IllegalArgumentException(
                    "A selection has at most %d products, each once; these are %s."
                            .formatted(MOST, chosen));
        }
        if (!products.equals(chosen)) {
            products.clear();
            products.addAll(chosen);
        }
    }
}
