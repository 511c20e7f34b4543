package dev.banyan.bridge;

import static dev.banyan.bridge.TestInstallation.await;
import static dev.banyan.bridge.TestInstallation.count;
import static dev.banyan.bridge.TestInstallation.number;
import static dev.banyan.bridge.TestInstallation.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.Phase;
import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is done when it does not end well: section 6 of the protocol.
class ComingBackIT {
    private TestInstallation installation;

    @BeforeEach
    void start() throws SQLException {
        installation = new TestInstallation();
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    @Test
    void tellsEveryStepInADryRunAndChangesNothing() throws Exception {
        var plan = installation.ask("plan", Map.of("dry-run", "true"));
        assertThat(plan.exitCode()).isZero();
        assertThat(installation.ledger.extraction(installation.module)).isEmpty();
        installation.asked("plan", Map.of());
        assertThat(installation.ask("create", Map.of("dry-run", "true")).steps())
                .extracting(step -> step.substring(0, step.indexOf(':')))
                .containsExactly("fences", "slot", "copy", "reverse-slot");
        installation.asked("create", Map.of());
        installation.asked("diff", Map.of());
        installation.asked("switch", Map.of("reads", "100"));
        var before = installation.extraction();

        var told = installation.ask("switch", Map.of("dry-run", "true"));

        assertThat(told.exitCode()).as(told.message()).isZero();
        assertThat(told.steps())
                .extracting(step -> step.substring(0, step.indexOf(':')))
                .containsExactly(
                        "hold",
                        "close-old",
                        "await-marker",
                        "sequences",
                        "pass",
                        "open-new",
                        "release",
                        "move",
                        "finish");
        assertThat(installation.extraction()).isEqualTo(before);
        assertThat(installation.ask("cancel", Map.of("dry-run", "true")).exitCode())
                .as("refused as it would be")
                .isEqualTo(1);
    }

    @Test
    void repairsRowsThatDifferWhileTheStreamRuns() throws Exception {
        installation.created();
        installation.damage(
                installation.target,
                "UPDATE app.account SET owner = 'corrupt' WHERE id = 7; DELETE FROM app.account WHERE id = 9");

        var repaired = installation.ask("diff", Map.of("repair", "true"));

        assertThat(repaired.exitCode()).as(repaired.message()).isZero();
        assertThat(number(installation.target, "SELECT count(*) FROM banyan.repair_audit"))
                .isEqualTo(2);
        installation.asked("diff", Map.of());
    }

    @Test
    void repairsAStreamThatHasStoppedAsDivergedAndStartsItAgain() throws Exception {
        installation.created();
        installation.damage(installation.target, "DELETE FROM app.account WHERE id = 7");
        run(installation.source, "UPDATE app.account SET owner = 'changed' WHERE id = 7");
        await(() -> isStopped());

        var repaired = installation.ask("diff", Map.of("repair", "true"));

        assertThat(repaired.exitCode()).as(repaired.message()).isZero();
        run(installation.source, "INSERT INTO app.account (owner) VALUES ('after the repair')");
        await(() -> count(installation.target) == 501);
        installation.asked("diff", Map.of());
    }

    @Test
    void copiesAnewWhereBothSlotsAreLost() throws Exception {
        installation.created();
        installation.damage(installation.target, "DELETE FROM app.account");
        dropSlots();

        installation.asked("recopy", Map.of());

        run(installation.source, "INSERT INTO app.account (owner) VALUES ('after the copy')");
        await(() -> count(installation.target) == 501);
        installation.asked("diff", Map.of());
        installation.asked("switch", Map.of("reads", "100"));
        installation.asked("switch", Map.of());
        installation.asked("reverse", Map.of());
    }

    @Test
    void copiesBackFromTheServiceWhereItOwnsTheModule() throws Exception {
        installation.switched();
        installation.damage(installation.source, "UPDATE app.account SET owner = 'old'");
        run(installation.target, "INSERT INTO app.account (id, owner) VALUES (9000, 'new')");

        installation.asked("recopy", Map.of());

        assertThat(count(installation.source)).isEqualTo(501);
        installation.asked("diff", Map.of());
    }

    @Test
    void givesTheWritesBackWithoutAServiceWhoseDatabaseIsLost() throws Exception {
        installation.switched();
        run(installation.target, "INSERT INTO app.account (owner) VALUES ('arrives')");
        await(() -> count(installation.source) == 501);

        var alive = installation.ask("reverse", lost());
        assertThat(alive.message()).contains("the database of the service answers");
        lose();
        var unconfirmed = installation.ask("reverse", Map.of("owner-is-lost", "true"));
        assertThat(unconfirmed.exitCode()).isEqualTo(1);
        assertThat(unconfirmed.message()).contains("gives up what it took and had not sent");
        installation.asked("reverse", lost());

        var extraction = installation.extraction();
        assertThat(extraction.owner()).isEqualTo(Side.CONTROL);
        assertThat(extraction.phase()).isEqualTo(Phase.STREAMING);
        assertThat(extraction.traffic().reads()).isEqualTo(Share.NONE);
        run(installation.source, "INSERT INTO app.account (owner) VALUES ('home again')");
        assertThat(number(installation.source, "SELECT max(id) FROM app.account"))
                .as("far beyond what the lost side may have given")
                .isGreaterThan(1_000_000);
    }

    @Test
    void survivesF22ClosesASourceThatCameBackOlderAndLetsRecoverDecide() throws Exception {
        installation.created();
        installation.asked("diff", Map.of());
        installation.asked("switch", Map.of("reads", "100"));
        keepLedgerAndFence();
        installation.asked("switch", Map.of());
        run(installation.target, "INSERT INTO app.account (owner) VALUES ('with the service')");

        bringBackLedgerAndFence();

        await(() ->
                number(installation.source, "SELECT count(*) FROM banyan.fence WHERE here") == 0);
        assertThat(installation.extraction().owner()).isEqualTo(Side.CONTROL);
        installation.asked("recover", Map.of());
        assertThat(installation.extraction().owner()).isEqualTo(Side.CANDIDATE);
        installation.asked("recopy", Map.of());
        installation.asked("diff", Map.of());
        assertThat(count(installation.source)).isEqualTo(501);
        assertThat(installation.ask("recover", Map.of()).message())
                .contains("came back older: the ledger, both fences and all processes agree");
    }

    private Map<String, String> lost() {
        return Map.of("owner-is-lost", "true", "confirm", installation.module);
    }

    private boolean isStopped() {
        return installation
                .ledger
                .picture(installation.module)
                .filter(picture -> picture.forward().stopped() != null)
                .isPresent();
    }

    private void lose() throws SQLException {
        run(
                installation.source,
                "ALTER DATABASE %1$s ALLOW_CONNECTIONS false; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%1$s'"
                        .formatted(installation.target.name()));
    }

    private void dropSlots() throws SQLException {
        await(() -> {
            try {
                run(
                        installation.source,
                        """
                        SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name LIKE 'banyan_%1$s_%%';
                        SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
                        WHERE slot_name LIKE 'banyan_%1$s_%%' AND database = current_database();
                        """
                                .formatted(installation.module));
                run(
                        installation.target,
                        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name LIKE 'banyan_%s_%%' AND database = current_database()"
                                .formatted(installation.module));
                return true;
            } catch (SQLException inUse) {
                return false;
            }
        });
    }

    /// What a backup of the source would hold of the ledger and the fence.
    private void keepLedgerAndFence() throws SQLException {
        run(
                installation.source,
                """
                CREATE TABLE public.kept_extraction AS SELECT module, state FROM banyan.extraction;
                CREATE TABLE public.kept_ledger AS SELECT version, mark FROM banyan.ledger;
                CREATE TABLE public.kept_fence AS SELECT module, here, epoch, attempt FROM banyan.fence;
                """);
    }

    private void bringBackLedgerAndFence() throws SQLException {
        run(
                installation.source,
                """
                BEGIN;
                UPDATE banyan.extraction e SET state = k.state FROM public.kept_extraction k WHERE k.module = e.module;
                UPDATE banyan.ledger SET version = k.version, mark = k.mark FROM public.kept_ledger k;
                UPDATE banyan.fence f SET here = k.here, epoch = k.epoch, attempt = k.attempt
                FROM public.kept_fence k WHERE k.module = f.module;
                COMMIT;
                """);
    }
}
