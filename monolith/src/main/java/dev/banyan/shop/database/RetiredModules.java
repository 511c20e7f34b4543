package dev.banyan.shop.database;

import java.util.Set;

/// The modules whose tables are gone from this database for good, because a service has taken them
/// over: their migrations were carried out, and nothing is left of them but their history.
///
/// Nothing of such a module may run here any more: no migration, no seed, no listener.
public record RetiredModules(Set<String> names) {

    public RetiredModules {
        names = Set.copyOf(names);
    }

    /// Whether a module's tables are gone.
    public boolean contains(String module) {
        return names.contains(module);
    }
}
