package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.replication.schema.Column;
import dev.banyan.replication.schema.Table;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReaderChoiceTests {

    private static Table table(String... types) {
        List<Column> columns =
                Arrays.stream(types)
                        .map(type ->
                                new Column(
                                        "c",
                                        type,
                                        type.replace("[]", ""),
                                        false,
                                        Column.Identity.NONE,
                                        null,
                                        null,
                                        null))
                        .toList();
        return new Table(
                1,
                new TableName("inventory", "stock"),
                Table.Kind.ORDINARY,
                true,
                null,
                "",
                false,
                "owner",
                Table.ReplicaIdentity.DEFAULT,
                false,
                null,
                columns,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                0);
    }

    @Test
    void staysWithDebeziumWhereItLosesNothing() {
        var choice = ReaderChoice.of(List.of(table("text", "numeric")), 180006, 500);

        assertThat(choice.reader()).isEqualTo(Reader.DEBEZIUM);
        assertThat(choice.reasons()).isEmpty();
    }

    @Test
    void needsTheDirectReaderForTimesWithAZone() {
        var choice = ReaderChoice.of(List.of(table("time with time zone[]")), 180006, 0);

        assertThat(choice.reader()).isEqualTo(Reader.PGOUTPUT);
        assertThat(choice.reasons())
                .containsExactly(
                        "'inventory.stock.c' is a time with time zone[]: Debezium loses its offset");
    }

    @Test
    void needsTheDirectReaderForHighRates() {
        assertThat(ReaderChoice.of(List.of(table("text")), 180006, 50_000).reader())
                .isEqualTo(Reader.PGOUTPUT);
    }

    @Test
    void warnsOfInfiniteIntervalsWhereTheyExist() {
        assertThat(ReaderChoice.of(List.of(table("interval")), 180006, 0).warnings()).hasSize(1);
        assertThat(ReaderChoice.of(List.of(table("interval")), 160010, 0).warnings()).isEmpty();
    }
}
