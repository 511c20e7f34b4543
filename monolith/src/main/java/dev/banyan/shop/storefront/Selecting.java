package dev.banyan.shop.storefront;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Keeps what is on the front page.
@Service
@Transactional
class Selecting {

    private final Selections selections;

    Selecting(Selections selections) {
        this.selections = selections;
    }

    @Transactional(readOnly = true)
    List<UUID> front() {
        return selections.findById(SelectionId.FRONT).map(Selection::products).orElse(List.of());
    }

    void chooseFront(List<UUID> products) {
        selections.begin(SelectionId.FRONT.id());
        selections.lockById(SelectionId.FRONT).orElseThrow().choose(products);
    }
}
