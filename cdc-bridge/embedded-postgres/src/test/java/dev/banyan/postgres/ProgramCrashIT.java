package dev.banyan.postgres;

import static dev.banyan.postgres.EmbeddedPostgresIT.run;
import static dev.banyan.postgres.EmbeddedPostgresIT.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCrashIT {
    @TempDir Path temporary;

    private Process program;
    private ProcessHandle postgres;

    @BeforeEach
    void startAProgramOnADirectoryWithRows() throws Exception {
        try (var first = EmbeddedPostgres.start(settings())) {
            run(first, "CREATE TABLE kept AS SELECT 42 AS id");
        }
        program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                ChildProgram.class.getName(),
                                settings().directory().orElseThrow().toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        postgres = ProcessHandle.of(readyPid()).orElseThrow();
    }

    @AfterEach
    void stopWhatIsLeft() {
        program.destroyForcibly();
        postgres.destroyForcibly();
    }

    @Test
    void endsPostgresWhenTheProgramIsKilledAndKeepsItsRows() throws Exception {
        program.destroyForcibly().waitFor();

        postgres.onExit().get(1, TimeUnit.MINUTES);
        assertRowsAreThere();
    }

    @Test
    void stopsAnOrphanButNoNeighbourOnTheNextStart() throws Exception {
        var supervisor = postgres.parent().orElseThrow();
        try (var neighbour = EmbeddedPostgres.start(EmbeddedPostgresSettings.temporary())) {
            supervisor
                    .children()
                    .filter(child -> !child.equals(postgres))
                    .forEach(ProgramCrashIT::kill);
            kill(supervisor);
            program.destroyForcibly().waitFor();
            assertThat(postgres.isAlive()).isTrue();

            assertRowsAreThere();

            assertThat(postgres.isAlive()).isFalse();
            assertThat(value(neighbour, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesTheDirectoryOfAProgramThatRunsAndNamesItsProcess() {
        assertThatThrownBy(() -> EmbeddedPostgres.start(settings()))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("(process %d)".formatted(program.pid()));
        assertThat(postgres.isAlive()).isTrue();
    }

    private void assertRowsAreThere() throws Exception {
        try (var next = EmbeddedPostgres.start(settings())) {
            assertThat(value(next, "SELECT id FROM kept")).isEqualTo("42");
        }
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    private EmbeddedPostgresSettings settings() {
        return EmbeddedPostgresSettings.in(temporary.resolve("a home"));
    }

    private long readyPid() throws IOException {
        var output = new BufferedReader(new InputStreamReader(program.getInputStream(), UTF_8));
        var line = output.readLine();
        assertThat(line).startsWith("READY ");
        return Long.parseLong(line.substring("READY ".length()));
    }
}
