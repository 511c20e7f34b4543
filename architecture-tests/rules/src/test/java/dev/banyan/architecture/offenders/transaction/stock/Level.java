package dev.banyan.architecture.offenders.transaction.stock;

public record Level(int available) {
    public boolean isEmpty() {
        return available == 0;
    }
}
