package dev.banyan.architecture.offenders.transaction.orders;

import org.springframework.transaction.annotation.Transactional;

class PlaceOrder {
    private final Steps steps;

    PlaceOrder(Steps steps) {
        this.steps = steps;
    }

    @Transactional
    void place() {
        Runnable later = () -> steps.reserve();
        later.run();
    }
}
