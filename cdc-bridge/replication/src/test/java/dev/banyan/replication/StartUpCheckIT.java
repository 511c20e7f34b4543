package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The start-up check against what PostgreSQL really says.
class StartUpCheckIT {

    private final TwoDatabases databases =
            TwoDatabases.create()
                    .with("CREATE TABLE item (id int PRIMARY KEY)", "CREATE TABLE other (id int)");
    private final Link link = databases.link("check", "public.item");
    private final StreamSettings settings = StreamSettings.defaults().with(Reader.PGOUTPUT);

    @BeforeEach
    void streamOnce() throws Exception {
        RunningStream stream = RunningStream.startEmpty(link, settings);
        databases.onSource("INSERT INTO item VALUES (1)");
        stream.catchUp().close();
        awaitRelease();
    }

    /// A walsender notices a moment later that its reader has gone.
    private void awaitRelease() {
        long end = System.nanoTime() + TwoDatabases.DEADLINE.toNanos();
        while (Streams.slots(link).state().filter(SlotState::active).isPresent()) {
            assertThat(System.nanoTime()).as("deadline: the slot is free").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void remove() {
        Streams.remove(link, TwoDatabases.DEADLINE);
    }

    private StopReason reasonOfNextLife() throws Exception {
        return RunningStream.start(link, settings).stopped().reason();
    }

    private void slot(String call) {
        databases.onSource(call.formatted("'" + link.slot() + "'"));
    }

    @Test
    void refusesALostSlot() throws Exception {
        slot("SELECT pg_drop_replication_slot(%s)");

        assertThat(reasonOfNextLife()).isEqualTo(StopReason.SLOT_LOST);
    }

    @Test
    void refusesARecreatedSlot() throws Exception {
        slot("SELECT pg_drop_replication_slot(%s)");
        databases.onSource("INSERT INTO item VALUES (2)");
        slot("SELECT pg_create_logical_replication_slot(%s, 'pgoutput')");

        assertThat(reasonOfNextLife()).isEqualTo(StopReason.HOLE);
    }

    @Test
    void refusesAnAdvancedSlot() throws Exception {
        databases.onSource("INSERT INTO item VALUES (2)");
        slot("SELECT pg_replication_slot_advance(%s, pg_current_wal_lsn())");

        assertThat(reasonOfNextLife()).isEqualTo(StopReason.HOLE);
    }

    @Test
    void refusesATableTakenOutOfThePublicationAndPutBack() throws Exception {
        databases.onSource(
                "ALTER PUBLICATION " + link.publication() + " DROP TABLE item",
                "INSERT INTO item VALUES (2)",
                "ALTER PUBLICATION " + link.publication() + " ADD TABLE item");

        assertThat(reasonOfNextLife()).isEqualTo(StopReason.PUBLICATION);
    }

    @Test
    void refusesAPublicationWithARowFilter() throws Exception {
        databases.onSource(
                "ALTER PUBLICATION " + link.publication() + " SET TABLE item WHERE (id > 5)");

        assertThat(reasonOfNextLife()).isEqualTo(StopReason.PUBLICATION);
    }

    @Test
    void refusesASourceThatWasPutBack() throws Exception {
        databases.onTarget("UPDATE banyan.position SET commit_lsn = 'FF/0'");

        assertThat(reasonOfNextLife()).isEqualTo(StopReason.SOURCE_PUT_BACK);
    }

    @Test
    void refusesAPositionOfAnotherServer() throws Exception {
        databases.onTarget("UPDATE banyan.position SET system_identifier = '1'");

        assertThat(reasonOfNextLife()).isEqualTo(StopReason.SLOT_LOST);
    }

    @Test
    void refusesToStartWithoutACopy() throws Exception {
        databases.onTarget("DELETE FROM banyan.position");

        assertThat(reasonOfNextLife()).isEqualTo(StopReason.NOT_COPIED);
    }

    @Test
    void letsOnlyOneWriterApply() throws Exception {
        var impatient =
                new StreamSettings(
                        Reader.PGOUTPUT,
                        100,
                        1 << 20,
                        100,
                        1 << 20,
                        java.time.Duration.ofMillis(300));
        RunningStream first = RunningStream.start(link, settings).catchUp();

        var second = RunningStream.start(link, impatient).stopped();

        assertThat(second.reason()).isEqualTo(StopReason.BUSY);
        first.close();
    }

    @Test
    void survivesF20RefusesASourceThatIsItsOwnTarget() {
        Link circle = new Link("circle", link.source(), link.source(), link.tables());

        var refused =
                catchThrowableOfType(
                        StreamStoppedException.class, () -> Streams.refuseSameDatabase(circle));

        assertThat(refused.reason()).isEqualTo(StopReason.SAME_DATABASE);
    }

    @Test
    void removesAllThatItMade() {
        Streams.remove(link, TwoDatabases.DEADLINE);

        assertThat(Streams.slots(link).state()).isEmpty();
        assertThat(
                        TwoDatabases.query(
                                databases.target(),
                                "SELECT roname FROM pg_replication_origin WHERE roname LIKE '"
                                        + link.origin()
                                        + "%'"))
                .isEmpty();
        assertThat(TwoDatabases.query(databases.target(), "SELECT link FROM banyan.position"))
                .isEmpty();
        assertThat(TwoDatabases.query(databases.source(), "SELECT pubname FROM pg_publication"))
                .isEmpty();
    }

    @Test
    void survivesF15MeasuresTheLogThatItKeepsBackAndLetsItGo() {
        databases.onSource("INSERT INTO item SELECT generate_series(1000, 60000)");

        Lag lag = Streams.lag(link, java.time.Instant.now());

        assertThat(lag.bytes()).isGreaterThan(1_000_000);
        assertThat(lag.retainedBytes().orElseThrow()).isGreaterThan(1_000_000);
        Streams.slots(link).drop(TwoDatabases.DEADLINE);
        assertThat(Streams.slots(link).state()).isEmpty();
    }
}
