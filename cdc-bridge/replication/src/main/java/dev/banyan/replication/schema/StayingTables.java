package dev.banyan.replication.schema;

import java.util.regex.Pattern;

/// Tables that describe their own database and so never go to another one.
final class StayingTables {

    private static final Pattern MIGRATION_TOOL =
            Pattern.compile("flyway_schema_history.*|schema_version|databasechangelog(lock)?");

    private static final Pattern REGISTRY = Pattern.compile("event_publication(_archive)?");

    private static final Pattern OWN_SCHEMA = Pattern.compile("banyan|banyan_.*");

    private StayingTables() {}

    static boolean includes(Table table) {
        String name = table.name().name();
        return table.extension() != null
                || MIGRATION_TOOL.matcher(name).matches()
                || REGISTRY.matcher(name).matches()
                || OWN_SCHEMA.matcher(table.name().schema()).matches();
    }
}
