package dev.banyan.proxy.spi;

/// What the data path knows of a module besides its routing.
///
/// @param version the ledger's version of the extraction that this is
/// @param keepsBodies whether bodies of writes are kept for a replay: between `create` and
///   `complete`
/// @param holdEndsNanos when a hold ends by itself, on the scale of [System#nanoTime], as far as
///   this process knows the ledger's clock; without a hold any number
public record ModuleTerms(long version, boolean keepsBodies, long holdEndsNanos) {}
