package dev.banyan.replication;

import dev.banyan.replication.internal.debezium.DebeziumSource;
import dev.banyan.replication.internal.pgoutput.PgOutputSource;

/// Opens the reader that the settings name.
public final class ChangeSources {

    private ChangeSources() {}

    /// Begins to read a link's slot at a position that it was advanced to.
    public static ChangeSource open(Link link, Lsn position, StreamSettings settings) {
        return switch (settings.reader()) {
            case PGOUTPUT -> PgOutputSource.open(link, position, settings);
            case DEBEZIUM -> DebeziumSource.open(link, settings);
        };
    }
}
