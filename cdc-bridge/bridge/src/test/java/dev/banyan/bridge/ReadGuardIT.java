package dev.banyan.bridge;

import static dev.banyan.bridge.TestInstallation.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.Heartbeat;
import dev.banyan.ledger.Heartbeats;
import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerConnections;
import dev.banyan.ledger.Phase;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.ReadCounts;
import dev.banyan.routing.Share;
import dev.banyan.routing.Side;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A proxy that tells what it sees, and nobody's command that runs.
class ReadGuardIT {
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private TestInstallation installation;
    private Ledger own;
    private Heartbeats proxy;

    @BeforeEach
    void start() throws Exception {
        installation = new TestInstallation();
        installation.created();
        own =
                Ledger.on(
                        LedgerConnections.to(
                                installation.source.url(),
                                installation.source.username(),
                                installation.source.password()),
                        UUID::randomUUID);
        proxy =
                new Heartbeats(
                        own,
                        new Heartbeat(
                                "front",
                                ProcessState.Kind.PROXY,
                                "127.0.0.1:80",
                                Map.of(),
                                Long.MAX_VALUE));
        proxy.observing(this::counts);
        await(() -> !installation.ledger.seen().isEmpty());
    }

    @AfterEach
    void stop() throws SQLException {
        proxy.close();
        own.close();
        installation.close();
    }

    @Test
    void putsReadsBackByItselfWhenTheServiceFailsAndTellsTheJournalWhy() throws Exception {
        installation.asked("switch", Map.of("reads", "25"));

        await(() -> {
            answered.addAndGet(10);
            failed.addAndGet(3);
            return installation.extraction().traffic().reads().equals(Share.NONE);
        });

        assertThat(installation.extraction().phase()).isEqualTo(Phase.STREAMING);
        var entry = installation.ledger.newest(installation.module, "switch reads to 0 %");
        assertThat(entry.orElseThrow().evidence())
                .containsKeys("service-samples", "monolith-samples", "lag", "window")
                .hasEntrySatisfying(
                        "why", why -> assertThat(why).endsWith("reads failed, the limit is 2.0 %"));
    }

    @Test
    void givesNoMoreReadsToAServiceThatNobodyHasSeenAnswer() throws Exception {
        installation.asked("switch", Map.of("reads", "5"));

        var blind = installation.ask("switch", Map.of("reads", "25"));
        answered.addAndGet(50);
        await(() -> seen() == 50);
        var seen = installation.ask("switch", Map.of("reads", "25"));

        assertThat(blind.exitCode()).isEqualTo(1);
        assertThat(blind.message())
                .contains("answered 0 reads since its share was set, 20 are needed");
        assertThat(seen.exitCode()).as(seen.message()).isZero();
    }

    private long seen() {
        return installation.ledger.seen().values().stream()
                .flatMap(List::stream)
                .mapToLong(ReadCounts::answered)
                .sum();
    }

    private List<ReadCounts> counts() {
        var latencies =
                new ArrayList<>(ReadCounts.none(installation.module, Side.CANDIDATE).latencies());
        latencies.set(2, answered.get());
        return List.of(
                new ReadCounts(
                        installation.module,
                        Side.CANDIDATE,
                        answered.get(),
                        failed.get(),
                        latencies));
    }
}
