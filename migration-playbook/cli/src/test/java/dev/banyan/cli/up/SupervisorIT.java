package dev.banyan.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.cli.CommandFailure;
import dev.banyan.cli.ExitCode;
import dev.banyan.cli.FreePort;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir Path folder;

    private final List<String> told = new ArrayList<>();
    private final Readiness readiness = new Readiness();
    private KeptProperties kept;
    private Supervisor supervisor;

    @BeforeEach
    void prepare() {
        kept = new KeptProperties(folder.resolve("kept"));
        supervisor = new Supervisor(PATIENCE, new Remembering(kept, new Telling()));
    }

    @AfterEach
    void stop() {
        supervisor.close();
        readiness.close();
    }

    @Test
    void startsAComponentAndStopsItAtTheEnd() throws Exception {
        var process = started(server("shop"));

        assertThat(process.isAlive()).isTrue();
        assertThat(LogTail.of(process.log(), 5)).containsExactly("serving with token secret");

        supervisor.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(told).containsExactly("starting shop", "ready shop", "stopped shop");
    }

    @Test
    void stopsComponentsInTheOppositeOrder() throws Exception {
        started(server("first"));
        started(server("second"));

        supervisor.close();

        assertThat(told).endsWith("stopped second", "stopped first");
    }

    @Test
    void namesAComponentThatDiesAtStartWithTheEndOfItsLog() throws Exception {
        var dying = component("bridge", "die", FreePort.any());

        assertThatThrownBy(() -> started(dying))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        f -> assertThat(f.exitCode()).isEqualTo(ExitCode.FAILED))
                .hasMessageContaining("'bridge' ended with exit code 7")
                .hasMessageContaining("the disk is full")
                .isInstanceOfSatisfying(
                        CommandFailure.class, it -> assertThat(it.next()).contains("bridge.log"));
    }

    @Test
    void noticesAComponentThatIsKilledAndStartsItAgain() throws Exception {
        var process = started(server("proxy"));
        ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();

        var dead = supervisor.awaitDeath(PATIENCE).orElseThrow();
        supervisor.startAgain(dead);

        assertThat(dead).isSameAs(process);
        assertThat(process.isAlive()).isTrue();
        assertThat(told)
                .containsExactly("starting proxy", "ready proxy", "died proxy", "ready proxy");
    }

    @Test
    void doesNotTakeAStopForADeath() throws Exception {
        started(server("proxy"));

        supervisor.close();

        assertThat(supervisor.awaitDeath(PATIENCE)).isEqualTo(Optional.empty());
    }

    @Test
    void putsALongLogAsideAndKeepsIt() throws Exception {
        var logs = Files.createDirectories(folder.resolve("logs with a blank"));
        try (var log = new RandomAccessFile(logs.resolve("shop.log").toFile(), "rw")) {
            log.setLength(20_000_000);
        }

        var process = started(server("shop"));

        assertThat(LogTail.of(process.log(), 5)).containsExactly("serving with token secret");
        assertThat(logs.resolve("shop.log.1")).hasSize(20_000_000);
    }

    @Test
    void endsWhatAnotherOneHasLeftBehind() throws Exception {
        var left = started(server("bridge"));

        assertThat(Remembering.endLeftovers(kept, PATIENCE)).isEqualTo(1);

        assertThat(left.isAlive()).isFalse();
        assertThat(Remembering.endLeftovers(kept, PATIENCE)).isZero();
    }

    private ManagedProcess started(Component component) throws InterruptedException {
        var process =
                supervisor.begin(
                        component.name(),
                        () ->
                                ManagedProcess.start(
                                        component,
                                        folder.resolve("logs with a blank"),
                                        folder,
                                        readiness));
        supervisor.awaitReady(List.of(process), System.nanoTime());
        return process;
    }

    private static Component server(String name) {
        int port = FreePort.any();
        return component(name, Integer.toString(port), port);
    }

    private static Component component(String name, String argument, int port) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var address = URI.create("http://127.0.0.1:" + port + "/");
        var command =
                List.of(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallServer.class.getName(),
                        argument);
        return new Component(
                name, command, Map.of("SMALL_TOKEN", "secret"), address, address, PATIENCE);
    }

    private final class Telling implements Supervisor.Progress {
        @Override
        public void starting(String name) {
            told.add("starting " + name);
        }

        @Override
        public void started(RunningPart part) {
            assertThat(Files.exists(part.log())).isTrue();
        }

        @Override
        public void waiting(String name, Duration since) {}

        @Override
        public void ready(RunningPart part, Duration took) {
            told.add("ready " + part.name());
        }

        @Override
        public void died(RunningPart part, List<String> endOfLog) {
            told.add("died " + part.name());
        }

        @Override
        public void stopped(RunningPart part) {
            told.add("stopped " + part.name());
        }
    }
}
