package dev.banyan.ledger;

import java.util.UUID;

/// One try to change the ledger, as its journal remembers it.
public record ChangeId(String module, UUID id) {}
