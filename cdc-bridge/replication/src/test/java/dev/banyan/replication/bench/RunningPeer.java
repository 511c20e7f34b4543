package dev.banyan.replication.bench;

import dev.banyan.postgres.test.TestDatabase;
import dev.banyan.replication.ExportedSnapshot;
import dev.banyan.replication.Link;
import dev.banyan.replication.Streams;
import dev.banyan.replication.internal.Query;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One peer at work on a link of its own, whose slot keeps what it is to read.
final class RunningPeer implements AutoCloseable {

    static final String JVM = "jvm";
    static final String APPLY = "apply";
    static final String WALSENDER = "walsender";

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Peer peer;
    private final Link link;
    private final TestDatabase source;
    private final TestDatabase target;
    private Optional<Process> process = Optional.empty();

    private RunningPeer(Peer peer, Link link, TestDatabase source, TestDatabase target) {
        this.peer = peer;
        this.link = link;
        this.source = source;
        this.target = target;
    }

    /// Makes publication and slot, so that all which is written from here on waits for it.
    static RunningPeer prepare(Peer peer, Ground ground, TestDatabase source, TestDatabase target) {
        Link link = ground.link(peer, source, target);
        try (ExportedSnapshot snapshot = Streams.slots(link).create(DEADLINE)) {
            if (peer.isOurs()) {
                Streams.begin(link, snapshot.consistentPoint());
            }
        }
        return new RunningPeer(peer, link, source, target);
    }

    Peer peer() {
        return peer;
    }

    TestDatabase target() {
        return target;
    }

    void start() throws IOException, SQLException {
        if (peer == Peer.NATIVE) {
            Ground.run(
                    target,
                    "CREATE SUBSCRIPTION %s CONNECTION '%s' PUBLICATION %s WITH (create_slot = false, slot_name = '%s', copy_data = false, origin = none)"
                            .formatted(
                                    link.name(),
                                    Ground.connectionString(source),
                                    link.publication(),
                                    link.slot()));
        } else {
            Path log = Files.createTempFile("bench-" + link.name(), ".log");
            log.toFile().deleteOnExit();
            process =
                    Optional.of(
                            new ProcessBuilder(ReaderProcess.command(peer, link))
                                    .redirectError(log.toFile())
                                    .start());
        }
    }

    /// What its processes have used so far; the child's JVM is none of native's.
    Map<String, ProcessUsage> usage() throws SQLException {
        Map<String, ProcessUsage> usage = new LinkedHashMap<>();
        process.flatMap(child -> ProcessUsage.of(child.pid())).ifPresent(u -> usage.put(JVM, u));
        pid(
                        source,
                        "SELECT active_pid FROM pg_replication_slots WHERE slot_name = '"
                                + link.slot()
                                + "' AND active_pid IS NOT NULL")
                .stream()
                .mapToObj(ProcessUsage::of)
                .flatMap(Optional::stream)
                .forEach(u -> usage.put(WALSENDER, u));
        if (peer.applies()) {
            pid(target, applyPid()).stream()
                    .mapToObj(ProcessUsage::of)
                    .flatMap(Optional::stream)
                    .forEach(u -> usage.put(APPLY, u));
        }
        return usage;
    }

    private String applyPid() {
        return peer == Peer.NATIVE
                ? "SELECT pid FROM pg_stat_subscription WHERE subname = '"
                        + link.name()
                        + "' AND worker_type = 'apply' AND pid IS NOT NULL"
                : "SELECT pid FROM pg_stat_activity WHERE application_name = 'banyan apply "
                        + link.name()
                        + "'";
    }

    private static OptionalLong pid(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect()) {
            return Query.of(sql).list(connection, row -> row.getLong(1)).stream()
                    .mapToLong(Long::longValue)
                    .findFirst();
        }
    }

    /// What a reader that applies nothing says at the end: rows, nanoseconds, and those of the CPU.
    List<Long> decoded() throws IOException {
        Process child = process.orElseThrow();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("decoded ")) {
                    return List.of(line.substring("decoded ".length()).split(" ", -1)).stream()
                            .map(Long::valueOf)
                            .toList();
                }
            }
        }
        throw new IllegalStateException("Reader '" + peer.title() + "' ended before the log did.");
    }

    void checkAlive() {
        if (process.isPresent() && !process.get().isAlive()) {
            throw new IllegalStateException("Reader '" + peer.title() + "' has ended.");
        }
    }

    @Override
    public void close() throws SQLException {
        if (process.isPresent()) {
            process.get().destroyForcibly().onExit().join();
        } else if (peer == Peer.NATIVE) {
            Ground.run(
                    target,
                    "ALTER SUBSCRIPTION " + link.name() + " DISABLE",
                    "ALTER SUBSCRIPTION " + link.name() + " SET (slot_name = NONE)",
                    "DROP SUBSCRIPTION " + link.name());
        }
        Streams.remove(link, DEADLINE);
    }
}
