package dev.banyan.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for processes that a test starts later.
///
/// They lie below the range from which systems take the ports of outgoing connections: one of those
/// may be somebody else's before its process listens there.
public final class FreePort {
    private static final int LOWEST = 10_000;
    private static final int PORTS = 9_000;

    private FreePort() {}

    /// One that nobody listens on.
    public static int any() {
        for (int tries = 0; tries < PORTS; tries++) {
            int port = LOWEST + ThreadLocalRandom.current().nextInt(PORTS);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port is free.");
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
