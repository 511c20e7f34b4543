package dev.banyan.replication;

import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What is published of a source, as the catalogue says.
///
/// @param plain everything that the link needs is published, and under the name that it expects
/// @param fingerprint changes when a table leaves the publication, also when it comes back
public record Publication(List<TableName> tables, boolean plain, String fingerprint) {

    public Publication {
        tables = List.copyOf(tables);
    }

    /// Everything of each row under the table's own name, TRUNCATE too.
    private static final String TABLES =
            "p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate AND NOT p.pubviaroot";

    /// New rows, those of partitions under the name of their root.
    private static final String OUTBOX = "p.pubinsert AND p.pubviaroot";

    public static Optional<Publication> read(Connection source, Link link) throws SQLException {
        String name = link.publication();
        return Query.of(
                        """
                        SELECT %s AND NOT p.puballtables
                                   AND NOT EXISTS (SELECT 1 FROM pg_publication_rel r WHERE r.prpubid = p.oid
                                       AND (r.prqual IS NOT NULL OR r.prattrs IS NOT NULL)),
                               p.oid || ':' || coalesce((SELECT string_agg(r.oid::text, ',' ORDER BY r.oid)
                                   FROM pg_publication_rel r WHERE r.prpubid = p.oid), '')
                        FROM pg_publication p WHERE p.pubname = ?
                        """
                                .formatted(
                                        switch (link.kind()) {
                                            case TABLES -> TABLES;
                                            case OUTBOX -> OUTBOX;
                                        }),
                        name)
                .first(
                        source,
                        row ->
                                new Publication(
                                        tables(source, name), row.getBoolean(1), row.getString(2)));
    }

    private static List<TableName> tables(Connection source, String name) throws SQLException {
        return Query.of(
                        "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?"
                                + " ORDER BY 1, 2",
                        name)
                .list(source, row -> new TableName(row.getString(1), row.getString(2)));
    }
}
