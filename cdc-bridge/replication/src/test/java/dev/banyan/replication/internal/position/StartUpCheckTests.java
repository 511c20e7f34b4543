package dev.banyan.replication.internal.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.banyan.replication.Database;
import dev.banyan.replication.Link;
import dev.banyan.replication.Lsn;
import dev.banyan.replication.Position;
import dev.banyan.replication.Publication;
import dev.banyan.replication.SlotState;
import dev.banyan.replication.StopReason;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.TableName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartUpCheckTests {

    private static final Database SOURCE = new Database("jdbc:postgresql://source/shop", "u", "p");
    private static final TableName STOCK = new TableName("inventory", "stock");
    private static final Link LINK = new Link("inventory_forward", SOURCE, SOURCE, List.of(STOCK));

    private Position position =
            new Position(
                    "inventory_forward",
                    "banyan_inventory_forward",
                    "7",
                    "16400:16401",
                    new Lsn(1000),
                    Optional.empty(),
                    List.of(),
                    0,
                    0);
    private Optional<SlotState> slot = Optional.of(slot("pgoutput", "shop", "reserved", 1000));
    private Optional<Publication> publication =
            Optional.of(new Publication(List.of(STOCK), true, "16400:16401"));
    private String systemIdentifier = "7";
    private Lsn current = new Lsn(2000);

    private static SlotState slot(
            String plugin, String database, String walStatus, long confirmed) {
        return new SlotState(
                "banyan_inventory_forward",
                plugin,
                database,
                false,
                new Lsn(confirmed),
                new Lsn(500),
                walStatus,
                Optional.empty(),
                1500,
                Optional.empty());
    }

    private void check() {
        StartUpCheck.check(
                LINK,
                new StartUpCheck.Facts(
                        position, slot, publication, systemIdentifier, "shop", current));
    }

    private StreamStoppedException refused() {
        return catchThrowableOfType(StreamStoppedException.class, this::check);
    }

    @Test
    void startsWhereThePositionIs() {
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void startsWhenTheSlotIsBehindThePosition() {
        slot = Optional.of(slot("pgoutput", "shop", "extended", 400));

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void survivesF14RefusesAMissingSlot() {
        slot = Optional.empty();

        assertThat(refused().reason()).isEqualTo(StopReason.SLOT_LOST);
        assertThat(refused())
                .hasMessage("Slot 'banyan_inventory_forward' is gone. A new copy is needed.");
    }

    @Test
    void refusesASlotOfAnotherPlugin() {
        slot = Optional.of(slot("test_decoding", "shop", "reserved", 1000));

        assertThat(refused()).hasMessageContaining("plugin 'test_decoding'");
    }

    @Test
    void refusesASlotOfAnotherDatabase() {
        slot = Optional.of(slot("pgoutput", "other", "reserved", 1000));

        assertThat(refused()).hasMessageContaining("database 'other'");
    }

    @Test
    void survivesF15RefusesASlotThatLostItsLog() {
        slot = Optional.of(slot("pgoutput", "shop", "lost", 1000));
        assertThat(refused()).hasMessageContaining("wal_status 'lost'");

        slot = Optional.of(slot("pgoutput", "shop", "unreserved", 1000));
        assertThat(refused()).hasMessageContaining("wal_status 'unreserved'");
    }

    @Test
    void refusesAnInvalidatedSlot() {
        SlotState valid = slot("pgoutput", "shop", "reserved", 1000);
        slot =
                Optional.of(
                        new SlotState(
                                valid.name(),
                                valid.plugin(),
                                valid.database(),
                                false,
                                valid.confirmed(),
                                valid.restart(),
                                valid.walStatus(),
                                Optional.of("idle_timeout"),
                                0,
                                Optional.empty()));

        assertThat(refused().reason()).isEqualTo(StopReason.SLOT_LOST);
        assertThat(refused()).hasMessageContaining("idle_timeout");
    }

    @Test
    void refusesAnotherServer() {
        systemIdentifier = "8";

        assertThat(refused().reason()).isEqualTo(StopReason.SLOT_LOST);
        assertThat(refused()).hasMessageContaining("server 8");
    }

    @Test
    void survivesF14RefusesAHoleBetweenPositionAndSlot() {
        slot = Optional.of(slot("pgoutput", "shop", "reserved", 1001));

        assertThat(refused().reason()).isEqualTo(StopReason.HOLE);
    }

    @Test
    void refusesASourceThatWasPutBack() {
        current = new Lsn(999);

        assertThat(refused().reason()).isEqualTo(StopReason.SOURCE_PUT_BACK);
    }

    @Test
    void refusesAPublicationThatIsGoneOrLacksATable() {
        publication = Optional.empty();
        assertThat(refused().reason()).isEqualTo(StopReason.PUBLICATION);

        publication = Optional.of(new Publication(List.of(), true, "16400:16401"));
        assertThat(refused()).hasMessageContaining("lacks [inventory.stock]");
    }

    @Test
    void refusesAPublicationThatLeavesSomethingOut() {
        publication = Optional.of(new Publication(List.of(STOCK), false, "16400:16401"));

        assertThat(refused().reason()).isEqualTo(StopReason.PUBLICATION);
    }

    @Test
    void refusesAPublicationThatATableLeftAndCameBackTo() {
        publication = Optional.of(new Publication(List.of(STOCK), true, "16400:16999"));

        assertThat(refused()).hasMessageContaining("taken out and put back");
    }

    @Test
    void waitsForADeadPredecessor() {
        SlotState idle = slot("pgoutput", "shop", "reserved", 1000);
        slot =
                Optional.of(
                        new SlotState(
                                idle.name(),
                                idle.plugin(),
                                idle.database(),
                                true,
                                idle.confirmed(),
                                idle.restart(),
                                idle.walStatus(),
                                idle.invalidation(),
                                0,
                                idle.safeBytes()));

        assertThat(refused().reason()).isEqualTo(StopReason.BUSY);
        assertThat(refused().reason().isRetryable()).isTrue();
    }
}
