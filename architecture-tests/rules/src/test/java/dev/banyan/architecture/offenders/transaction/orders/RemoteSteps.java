package dev.banyan.architecture.offenders.transaction.orders;

import dev.banyan.architecture.offenders.transaction.stock.Stock;

class RemoteSteps implements Steps {
    private final Stock stock;

    RemoteSteps(Stock stock) {
        this.stock = stock;
    }

    @Override
    public void reserve() {
        var _ = stock.reserve("o-1");
    }
}
