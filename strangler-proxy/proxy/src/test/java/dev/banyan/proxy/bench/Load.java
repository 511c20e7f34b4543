package dev.banyan.proxy.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Runs wrk: one thread, a number of keep-alive connections, as fast as they are answered.
final class Load {
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern PER_SECOND = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
    private static final Pattern P50 = Pattern.compile("\\s50%\\s+([\\d.]+)(us|ms|s|m)\\b");
    private static final Pattern P99 = Pattern.compile("\\s99%\\s+([\\d.]+)(us|ms|s|m)\\b");
    private static final Pattern ERRORS =
            Pattern.compile("(?:Socket errors|Non-2xx or 3xx responses): .*");

    private Load() {}

    /// What one run gave.
    record Result(long requests, double perSecond, Latency latency) {}

    /// How long half of the requests, and all but a hundredth, took at most.
    record Latency(double p50Millis, double p99Millis) {}

    /// @param script a script of wrk that makes the requests, or none for GET
    static Result run(int port, String path, int seconds, int connections, Optional<Path> script)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                Tools.get("wrk").toString(),
                                "-t1",
                                "-c" + connections,
                                "-d" + seconds + "s",
                                "--latency",
                                "-HCookie: user=alice; theme=dark",
                                "-HAccept: application/json"));
        script.ifPresent(file -> command.addAll(List.of("-s", file.toString())));
        command.add("http://127.0.0.1:" + port + path);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("wrk failed: " + said);
        }
        return parse(said);
    }

    static Result parse(String said) throws IOException {
        var errors = ERRORS.matcher(said);
        if (errors.find()) {
            throw new IOException("A round with errors counts nothing: " + errors.group());
        }
        return new Result(
                Long.parseLong(group(REQUESTS, said, 1)),
                Double.parseDouble(group(PER_SECOND, said, 1)),
                new Latency(millis(P50, said), millis(P99, said)));
    }

    private static String group(Pattern pattern, String said, int group) throws IOException {
        var matcher = pattern.matcher(said);
        if (!matcher.find()) {
            throw new IOException("wrk did not say '%s': %s".formatted(pattern, said));
        }
        return matcher.group(group);
    }

    private static double millis(Pattern pattern, String said) throws IOException {
        var unit = group(pattern, said, 2);
        double factor =
                switch (unit) {
                    case "us" -> 0.001;
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    default -> 60_000;
                };
        return Double.parseDouble(group(pattern, said, 1)) * factor;
    }
}
