package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A source that always has more to send must not keep one transaction of the target open: it would
/// be lost as a whole with the process, again and again.
class BoundedTransactionsIT {

    private static final int BATCH_ROWS = 10;
    private static final SourceTable ITEM = table("public.item");
    private static final SourceTable SCRATCH = table("public.scratch");

    private final TwoDatabases databases =
            TwoDatabases.create()
                    .with(
                            "CREATE TABLE item (id int PRIMARY KEY)",
                            "CREATE TABLE scratch (id int PRIMARY KEY)");
    private final Link link = databases.link("bounded", "public.item", "public.scratch");
    private Lsn end = Lsn.ZERO;
    private int rows;

    private static SourceTable table(String name) {
        return new SourceTable(TableName.parse(name), List.of("id"));
    }

    @BeforeEach
    void begin() {
        try (ExportedSnapshot snapshot = Streams.slots(link).create(TwoDatabases.DEADLINE)) {
            Streams.begin(link, snapshot.consistentPoint());
        }
    }

    @AfterEach
    void remove() {
        Streams.remove(link, TwoDatabases.DEADLINE);
    }

    @Test
    void isFullAtTheEndOfATransactionThatWasWrittenInParts() {
        try (ChangeSink sink = open()) {
            insert(sink, BATCH_ROWS + 2);

            boolean full = sink.isFull();
            sink.flush();

            assertThat(full).isTrue();
            assertThat(sink.isFull()).isFalse();
            assertThat(databases.targetRows("item")).hasSize(BATCH_ROWS + 2);
        }
    }

    @Test
    void isFullThoughTruncateWroteWhatWaitedBefore() {
        try (ChangeSink sink = open()) {
            insert(sink, BATCH_ROWS / 2);
            transaction(sink, List.of(new ChangeEvent.Truncate(SCRATCH)));
            boolean early = sink.isFull();
            insert(sink, BATCH_ROWS / 2 - 1);

            assertThat(early).isFalse();
            assertThat(sink.isFull()).isTrue();
        }
    }

    @Test
    void isFullOfTransactionsWithoutRows() {
        try (ChangeSink sink = open()) {
            for (int transaction = 1; transaction < BATCH_ROWS; transaction++) {
                transaction(sink, List.of());
            }
            boolean early = sink.isFull();
            transaction(sink, List.of());

            assertThat(early).isFalse();
            assertThat(sink.isFull()).isTrue();
        }
    }

    private ChangeSink open() {
        StreamSettings settings =
                new StreamSettings(
                        Reader.PGOUTPUT, 100, 1 << 20, BATCH_ROWS, 1 << 20, TwoDatabases.DEADLINE);
        ChangeSink sink = Streams.applier(link, settings);
        end = sink.open().lsn();
        return sink;
    }

    private void insert(ChangeSink sink, int count) {
        transaction(
                sink,
                IntStream.range(0, count)
                        .<ChangeEvent>mapToObj(row ->
                                new ChangeEvent.Insert(ITEM, Row.of(String.valueOf(rows + row))))
                        .toList());
        rows += count;
    }

    private void transaction(ChangeSink sink, List<ChangeEvent> changes) {
        end = new Lsn(end.value() + 8);
        sink.accept(new ChangeEvent.Begin(end.value()));
        changes.forEach(sink::accept);
        sink.accept(
                new ChangeEvent.Commit(
                        end.value(), end, Instant.parse("2026-11-21T10:00:00Z"), changes.size()));
    }
}
