package dev.banyan.cli.up;

import dev.banyan.cli.CommandFailure;
import dev.banyan.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The TCP ports on 127.0.0.1 that the parts listen on.
///
/// Chosen ones stand beside each other and below the range from which systems take the ports of
/// outgoing connections, so that none is lost to one of those between two runs.
record Ports(Map<String, Integer> byName) {
    /// Every port that an installation needs, by what listens there.
    static final List<String> NAMES =
            List.of(
                    "proxy",
                    "proxy-admin",
                    "shop",
                    "inventory-service",
                    "bridge-admin",
                    "source-database",
                    "target-database");

    private static final String KEPT = "port.";
    private static final int LOWEST = 20_000;
    private static final int BLOCKS = 1_200;
    private static final int BLOCK = 10;

    Ports {
        byName = Map.copyOf(byName);
    }

    int of(String name) {
        var port = byName.get(name);
        if (port == null) {
            throw new IllegalArgumentException("There is no port '%s'.".formatted(name));
        }
        return port;
    }

    /// What was asked for, else what was kept, else free ones; and keeps them.
    ///
    /// @param asked by name; 0 asks for any free one
    /// @throws CommandFailure if one that was asked for or kept is taken
    static Ports choose(Map<String, Integer> asked, KeptProperties kept, RandomGenerator random) {
        checkNames(asked);
        var fresh = block(random);
        var chosen = new LinkedHashMap<String, Integer>();
        for (var name : NAMES) {
            int wish =
                    asked.getOrDefault(
                            name, kept.get(KEPT + name).map(Integer::parseInt).orElse(0));
            if (wish == 0) {
                chosen.put(name, fresh + NAMES.indexOf(name));
            } else {
                requireFree(name, wish);
                chosen.put(name, wish);
            }
        }
        requireDifferent(chosen);
        chosen.forEach((name, port) -> kept.put(KEPT + name, Integer.toString(port)));
        return new Ports(chosen);
    }

    private static void checkNames(Map<String, Integer> asked) {
        asked.forEach((name, port) -> {
            if (!NAMES.contains(name) || port < 0 || port > 65_535) {
                throw new CommandFailure(
                        ExitCode.WRONG_USAGE,
                        "--port takes NAME=NUMBER with one of %s and 0 to 65535, not '%s=%d'."
                                .formatted(NAMES, name, port),
                        "./banyan up --port proxy=8080");
            }
        });
    }

    private static void requireFree(String name, int port) {
        if (!isFree(port)) {
            throw CommandFailure.refused(
                    "Port %d, where '%s' is to listen, is taken by another program."
                            .formatted(port, name),
                    "end that program, or take another port: './banyan up --port %s=0' finds a free one."
                            .formatted(name));
        }
    }

    private static void requireDifferent(Map<String, Integer> chosen) {
        if (chosen.values().stream().distinct().count() < chosen.size()) {
            throw new CommandFailure(
                    ExitCode.WRONG_USAGE,
                    "Two parts cannot share a port: %s.".formatted(chosen),
                    "give each one of its own with --port, or 0.");
        }
    }

    /// The first of as many free ports side by side as there are names.
    private static int block(RandomGenerator random) {
        for (int i = 0; i < BLOCKS; i++) {
            int first = LOWEST + BLOCK * random.nextInt(BLOCKS);
            if (areFree(first, NAMES.size())) {
                return first;
            }
        }
        throw CommandFailure.refused(
                "No %d free ports beside each other were found on 127.0.0.1 between %d and %d."
                        .formatted(NAMES.size(), LOWEST, LOWEST + BLOCK * BLOCKS),
                "name free ones with --port.");
    }

    private static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            if (!isFree(port)) {
                return false;
            }
        }
        return true;
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
