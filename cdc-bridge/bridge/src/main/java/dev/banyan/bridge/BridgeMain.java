package dev.banyan.bridge;

import dev.banyan.ledger.config.AdminSettings;
import dev.banyan.ledger.config.BadConfiguration;
import dev.banyan.ledger.config.BanyanSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the bridge: `java -jar banyan-bridge.jar [--config banyan.yaml]`.
public final class BridgeMain {
    private static final Logger log = LoggerFactory.getLogger(BridgeMain.class);

    private BridgeMain() {}

    /// Runs until it is asked to stop; ends with 2 when the configuration is wrong, with 3 when it
    /// cannot start.
    public static void main(String[] arguments) throws InterruptedException {
        try {
            run(configuration(arguments), System.getenv());
        } catch (BadConfiguration | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            System.err.println("The bridge cannot start: " + e.getMessage());
            System.exit(3);
        }
    }

    private static Path configuration(String[] arguments) {
        if (arguments.length == 0) {
            return Path.of("banyan.yaml");
        }
        if (arguments.length == 2 && arguments[0].equals("--config")) {
            return Path.of(arguments[1]);
        }
        throw new IllegalArgumentException("Usage: java -jar banyan-bridge.jar [--config FILE]");
    }

    private static void run(Path file, Map<String, String> environment)
            throws IOException, InterruptedException {
        var settings = BanyanSettings.load(file, environment);
        var stopping = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            stopping.countDown();
                            await(stopped);
                        }));
        var metrics = new BridgeMetrics();
        try (var bridge = new Bridge(settings, environment, name(settings))) {
            bridge.start();
            try (var admin =
                    new AdminPort(
                            address(settings.bridge().admin()),
                            token(settings, environment),
                            bridge::status,
                            bridge::relays,
                            () -> metrics.scrape(bridge.status(), bridge.relays()))) {
                log.info("bridge is ready, its admin port is {}", admin.port());
                stopping.await();
            }
        } finally {
            stopped.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A bridge that is started again is another holder of leases than the one that died.
    private static String name(BanyanSettings settings) {
        return "%s-%s-%s"
                .formatted(
                        settings.bridge().name().orElse("bridge"),
                        ProcessHandle.current().pid(),
                        random(4));
    }

    private static InetSocketAddress address(AdminSettings admin) {
        return new InetSocketAddress(admin.listen().host(), admin.listen().port());
    }

    private static String token(BanyanSettings settings, Map<String, String> environment)
            throws IOException {
        var given = settings.bridge().admin().token();
        if (given.isPresent()) {
            return given.get().reveal(environment);
        }
        var file = settings.bridge().state().resolve("admin-token");
        if (!Files.exists(file)) {
            Files.createDirectories(settings.bridge().state());
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, random(24));
        }
        return Files.readString(file).strip();
    }

    private static String random(int bytes) {
        var random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
