package dev.banyan.proxy;

import dev.banyan.ledger.config.BadConfiguration;
import dev.banyan.ledger.config.BanyanSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Runs the proxy: `java -jar banyan-proxy.jar [banyan.yaml]`. Stops gracefully on SIGTERM.
public final class ProxyMain {
    private static final int WRONG_USAGE = 2;
    private static final int FAILED = 3;
    private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

    private ProxyMain() {}

    public static void main(String[] arguments) {
        // Two stack traces for each sampled buffer cost some per cent; the tests look at all of
        // them.
        if (System.getProperty(LEAK_DETECTION) == null) {
            System.setProperty(LEAK_DETECTION, "disabled");
        }
        if (arguments.length > 1) {
            fail(WRONG_USAGE, "Usage: banyan-proxy [banyan.yaml]");
        }
        var file = Path.of(arguments.length == 1 ? arguments[0] : "banyan.yaml");
        try {
            var environment = System.getenv();
            var server = ProxyServer.start(BanyanSettings.load(file, environment), environment);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(server::close));
            System.err.printf(
                    "Banyan proxy listens on %s, for operators on %s.%n",
                    server.address(), server.adminAddress());
        } catch (BadConfiguration | IllegalArgumentException wrong) {
            fail(WRONG_USAGE, wrong.getMessage());
        } catch (IOException | IllegalStateException failed) {
            fail(FAILED, failed.getMessage());
        }
    }

    private static void fail(int status, @Nullable String message) {
        System.err.println(message);
        System.exit(status);
    }
}
