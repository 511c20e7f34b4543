package dev.banyan.architecture.offenders.tidy.stock;

public record Level(int available) {
    public boolean isEmpty() {
        return available == 0;
    }
}
