package dev.banyan.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.cli.CommandFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DiskSpaceTests {
    private static final long MEGABYTE = 1024 * 1024;

    private final AtomicLong left = new AtomicLong(1_000 * MEGABYTE);
    private final DiskSpace space = new DiskSpace(Path.of("data"), left::get);
    private final StringWriter told = new StringWriter();

    @Test
    void tellsOnceThatTheDiskRunsFullAndOnceThatThereIsRoomAgain() throws Exception {
        look(1_000, 99, 0, 150, 50, 200, 5_000, 20);

        assertThat(told.toString().lines().filter(line -> !line.isEmpty()))
                .containsExactly(
                        "The disk of 'data' has 99 MB left. When it is full, the databases take no more writes: make room.",
                        "The disk of 'data' has 200 MB again.",
                        "The disk of 'data' has 20 MB left. When it is full, the databases take no more writes: make room.");
    }

    @Test
    void startsOnlyWithRoomForItsDatabases() throws Exception {
        left.set(500 * MEGABYTE);
        space.requireEnough();
        left.set(500 * MEGABYTE - 1);

        assertThatThrownBy(space::requireEnough)
                .isInstanceOf(CommandFailure.class)
                .hasMessage("The disk of 'data' has 499 MB left, the limit is 500 MB.");
    }

    private void look(long... megabytes) throws Exception {
        var console = new Console(new PrintWriter(told), false);
        for (long each : megabytes) {
            left.set(each * MEGABYTE);
            space.look(console);
        }
    }
}
