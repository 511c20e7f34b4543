package dev.banyan.shop.seed;

/// A module's share of the seed. It plants in one transaction, and nothing where it finds data: so
/// it can be repeated after a crash.
public interface SeedStep {

    void plant(Seed seed);
}
