package dev.banyan.replication.schema;

import dev.banyan.replication.TableName;
import dev.banyan.replication.internal.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Reads a catalogue. What it prints does not depend on the caller's search path.
public final class CatalogueReader {

    private CatalogueReader() {}

    /// Reads what the database knows of the selected tables.
    ///
    /// A table that is selected by name and does not exist is simply not there. Begin a transaction
    /// REPEATABLE READ first where DDL may run at the same time.
    public static Catalogue read(Connection connection, Selection selection) throws SQLException {
        Query.of("select set_config('search_path', '', false)").execute(connection);
        List<Table> tables = new TableReader(connection).read(selection);
        RelatedReader related = new RelatedReader(connection, tables);
        return new Catalogue(
                server(connection),
                tables,
                related.foreignKeys(),
                related.sequences(selection),
                related.views(),
                related.types());
    }

    /// Reads what the plan needs to know of the server itself.
    public static Server server(Connection connection) throws SQLException {
        return Query.of(
                        """
                        select (select system_identifier from pg_control_system())::text as system_identifier,
                               current_database()::text as database,
                               current_setting('server_version_num')::int as version,
                               current_setting('wal_level') as wal_level,
                               pg_encoding_to_char(d.encoding)::text as encoding
                        from pg_database d where d.datname = current_database()
                        """)
                .one(
                        connection,
                        row ->
                                new Server(
                                        row.getString("system_identifier"),
                                        row.getString("database"),
                                        row.getInt("version"),
                                        row.getString("wal_level"),
                                        row.getString("encoding")));
    }

    static TableName name(java.sql.ResultSet row, String prefix) throws SQLException {
        return new TableName(row.getString(prefix + "_schema"), row.getString(prefix + "_name"));
    }
}
