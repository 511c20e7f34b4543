package dev.banyan.replication.internal.debezium;

import dev.banyan.replication.Database;
import dev.banyan.replication.Link;
import dev.banyan.replication.StreamSettings;
import dev.banyan.replication.TableName;
import io.debezium.connector.postgresql.PostgresConnector;
import java.util.Properties;
import java.util.stream.Collectors;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/// Every setting that Debezium gets. Those that are not addresses or names were each found to be
/// needed.
final class DebeziumSettings {

    private DebeziumSettings() {}

    static Properties of(Link link, StreamSettings settings, String reader) {
        Properties properties = new Properties();
        properties.put("name", "banyan-" + link.name());
        properties.put("connector.class", PostgresConnector.class.getName());
        // Debezium names its metrics by this: two readers of one process must not share it, or the
        // second one waits for a minute. Outboxes of two servers may well be links of one name.
        properties.put("topic.prefix", reader);
        address(properties, link.source());
        properties.put("plugin.name", "pgoutput");
        properties.put("slot.name", link.slot());
        properties.put("publication.name", link.publication());
        properties.put("table.include.list", tables(link));

        // Copy, publication and slot are ours; what came from the other side stays out.
        properties.put("snapshot.mode", "no_data");
        properties.put("publication.autocreate.mode", "disabled");
        properties.put("slot.drop.on.stop", "false");
        properties.put("slot.stream.params", "origin=none");

        // The position is in the target; this store only says what may be confirmed.
        properties.put("offset.storage", CommittedOffsets.class.getName());
        properties.put(CommittedOffsets.KEY, reader);
        properties.put("offset.flush.interval.ms", "200");
        properties.put("lsn.flush.mode", "connector");
        properties.put("heartbeat.interval.ms", "0");

        // A restart inside would begin from an offset. Whoever runs the stream starts it anew.
        properties.put("errors.max.retries", "0");
        properties.put("slot.max.retries", "1");
        properties.put("slot.retry.delay.ms", "500");

        // Everything is needed, as text, with the boundaries of transactions.
        properties.put("provide.transaction.metadata", "true");
        properties.put("converters", "text");
        properties.put("text.type", TextConverter.class.getName());
        properties.put("include.unknown.datatypes", "true");
        properties.put("skipped.operations", "none");
        properties.put("tombstones.on.delete", "false");
        properties.put("extended.headers.enabled", "false");

        // Waited out in full whenever there is nothing new: latency against the cost of idling.
        properties.put("poll.interval.ms", "5");
        properties.put("queue.provider.type", PatientQueue.NAME);
        properties.put("max.batch.size", "8192");
        properties.put("max.queue.size", String.valueOf(Math.max(8_193, settings.queueEvents())));
        properties.put("max.queue.size.in.bytes", String.valueOf(settings.queueBytes()));
        return properties;
    }

    private static void address(Properties properties, Database source) {
        Properties parts = Driver.parseURL(source.url(), new Properties());
        if (parts == null) {
            throw new IllegalArgumentException("'" + source.url() + "' is no PostgreSQL address.");
        }
        properties.put("database.hostname", part(parts, PGProperty.PG_HOST));
        properties.put("database.port", part(parts, PGProperty.PG_PORT));
        properties.put("database.dbname", part(parts, PGProperty.PG_DBNAME));
        properties.put("database.user", source.username());
        properties.put("database.password", source.password());
        String sslMode = PGProperty.SSL_MODE.getOrDefault(parts);
        if (sslMode != null) {
            properties.put("database.sslmode", sslMode);
        }
    }

    private static String part(Properties parts, PGProperty property) {
        String value = property.getOrDefault(parts);
        return value == null ? "" : value;
    }

    /// Regular expressions, in a list that is split at commas.
    private static String tables(Link link) {
        return link.tables().stream()
                .map(DebeziumSettings::expression)
                .collect(Collectors.joining(","));
    }

    private static String expression(TableName table) {
        String dot = "\\.";
        return literal(table.schema()) + dot + literal(table.name());
    }

    private static String literal(String name) {
        return name.replaceAll("[^A-Za-z0-9_]", ".");
    }
}
