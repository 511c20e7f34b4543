package dev.banyan.cli.processes;

import dev.banyan.bridge.Bridge;
import dev.banyan.ledger.config.BanyanSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A bridge that can be stopped at a step from outside: where a file `stop-at-STEP` lies in its
/// folder, it writes `reached-STEP` and waits until the former is gone. Its lease goes on.
final class PausingBridge {

    private PausingBridge() {}

    /// Runs until it is killed: `PausingBridge banyan.yaml FOLDER`.
    public static void main(String[] arguments) throws InterruptedException {
        var environment = System.getenv();
        var settings = BanyanSettings.load(Path.of(arguments[0]), environment);
        var folder = Path.of(arguments[1]);
        var name = "bridge-" + ProcessHandle.current().pid();
        try (var bridge =
                new Bridge(settings, environment, name, (_, step) -> pause(folder, step))) {
            bridge.start();
            new CountDownLatch(1).await();
        }
    }

    private static void pause(Path folder, String step) {
        var stop = folder.resolve("stop-at-" + step);
        if (!Files.exists(stop)) {
            return;
        }
        try {
            Files.writeString(folder.resolve("reached-" + step), step);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (Files.exists(stop)) {
            Eventually.pause();
        }
    }
}
