package dev.banyan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.ledger.internal.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileIT {

    @TempDir private Path directory = Path.of("");

    private static LedgerView view(long version) {
        return new LedgerView(
                version, "mark", Map.of("inventory", TestExtractions.in(Phase.STREAMING)));
    }

    private Path file() {
        return directory.resolve("deep").resolve("ledger.state");
    }

    @Test
    void readsWhatItHasWritten() throws IOException {
        assertThat(StateFile.read(file())).isEmpty();

        StateFile.write(file(), view(1));
        StateFile.write(file(), view(2));

        assertThat(StateFile.read(file())).contains(view(2));
    }

    @Test
    void refusesAFileInWhichAnythingWasChanged() throws IOException {
        StateFile.write(file(), view(1));
        var whole = Files.readAllBytes(file());

        for (int i = 0; i < whole.length; i++) {
            var broken = whole.clone();
            broken[i] ^= 1;
            Files.write(file(), broken);
            assertThatThrownBy(() -> StateFile.read(file()))
                    .as("byte %d", i)
                    .isInstanceOf(IOException.class);
        }
        Files.write(file(), new byte[0]);
        assertThatThrownBy(() -> StateFile.read(file())).isInstanceOf(IOException.class);
    }

    /// A process that writes one version after the other until it is killed.
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            for (long version = 1; ; version++) {
                StateFile.write(Path.of(arguments[0]), view(version));
                System.out.println(version);
            }
        }
    }

    @Test
    void isWholeAfterItsWriterWasKilled() throws Exception {
        for (int round = 0; round < 5; round++) {
            long written = writeUntilKilled(20 + 13 * round);

            var found = StateFile.read(file()).orElseThrow();
            assertThat(found.version()).isGreaterThanOrEqualTo(written);
            assertThat(found).isEqualTo(view(found.version()));
        }
    }

    private long writeUntilKilled(int lines) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writer.class.getName(),
                                file().toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var output = process.inputReader()) {
            long written = 0;
            for (int i = 0; i < lines; i++) {
                written = Long.parseLong(TestExtractions.notNull(output.readLine()));
            }
            process.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return written;
        } finally {
            process.destroyForcibly();
        }
    }
}
