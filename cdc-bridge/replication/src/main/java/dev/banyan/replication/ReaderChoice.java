package dev.banyan.replication;

import dev.banyan.replication.schema.Column;
import dev.banyan.replication.schema.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Which reader a set of tables needs, and why.
///
/// @param reasons for the direct reader; none where Debezium loses nothing
/// @param warnings values that Debezium would change unseen, if they occur
public record ReaderChoice(Reader reader, List<String> reasons, List<String> warnings) {

    /// Rows a second that Debezium decodes and the applier writes on one core, with room to spare.
    static final long DEBEZIUM_ROWS_PER_SECOND = 10_000;

    private static final int INFINITE_INTERVALS = 170_000;
    private static final String TIME_WITH_ZONE = "time with time zone";
    private static final String INTERVAL = "interval";

    public ReaderChoice {
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
    }

    /// Judges the types of all stored columns, and the rate.
    ///
    /// @param serverVersion of the source, like 180006
    /// @param rowsPerSecond that its application changes at most; zero where nobody knows
    public static ReaderChoice of(Collection<Table> tables, int serverVersion, long rowsPerSecond) {
        List<String> reasons = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Table table : tables) {
            for (Column column : table.storedColumns()) {
                judge(table, column, serverVersion, reasons, warnings);
            }
        }
        if (rowsPerSecond > DEBEZIUM_ROWS_PER_SECOND) {
            reasons.add(
                    rowsPerSecond
                            + " changed rows a second are more than the "
                            + DEBEZIUM_ROWS_PER_SECOND
                            + " that Debezium keeps up with");
        }
        return new ReaderChoice(
                reasons.isEmpty() ? Reader.DEBEZIUM : Reader.PGOUTPUT, reasons, warnings);
    }

    private static void judge(
            Table table,
            Column column,
            int serverVersion,
            List<String> reasons,
            List<String> warnings) {
        String name = table.name() + "." + column.name();
        if (column.elementType().equals(TIME_WITH_ZONE)) {
            reasons.add("'" + name + "' is a " + column.type() + ": Debezium loses its offset");
        } else if (column.elementType().equals(INTERVAL) && serverVersion >= INFINITE_INTERVALS) {
            warnings.add("'" + name + "' is an interval: Debezium makes 0 of infinity");
        }
    }
}
