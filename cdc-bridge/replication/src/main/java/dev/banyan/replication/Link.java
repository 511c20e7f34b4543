package dev.banyan.replication;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// One direction of one extraction: which tables go from which database to which.
///
/// All that it leaves in the databases is named after it.
///
/// @param name lower-case letters, digits and underscores, at most 40; unique in both servers
/// @param kind what its publication carries
public record Link(
        String name, Database source, Database target, List<TableName> tables, Kind kind) {

    /// What a link is for.
    public enum Kind {
        /// Everything that happens to its tables, for another database.
        TABLES,
        /// What is inserted into an outbox, under the name of its root, for the same database.
        OUTBOX
    }

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    public Link {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + name
                            + "' cannot name a link: it must be lower-case letters, digits and"
                            + " underscores, at most 40.");
        }
        tables = List.copyOf(tables);
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("Link '" + name + "' has no tables.");
        }
    }

    /// A link that copies tables to another database.
    public Link(String name, Database source, Database target, List<TableName> tables) {
        this(name, source, target, tables, Kind.TABLES);
    }

    /// The forward link of a module, the reverse one with `_reverse`.
    public static String nameOf(String module, boolean forward) {
        String stem = module.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        return stem + (forward ? "_forward" : "_reverse");
    }

    public String slot() {
        return "banyan_" + name;
    }

    public String publication() {
        return "banyan_" + name;
    }

    /// Origins belong to a server, not to a database: the name must be the extraction's own.
    public String origin() {
        return "banyan_" + name;
    }
}
