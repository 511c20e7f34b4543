package dev.banyan.shop.bench;

import dev.banyan.shop.bench.BootProgram.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Measures from start to ready on an existing database, and the memory then: of the extracted jar,
/// plain and with a JDK AOT cache, in turns, beside another Spring Boot program if one is given.
///
/// Options: `--jar PATH`, `--peer PATH` (a jar with an actuator, such as Spring PetClinic),
/// `--quick`, `--json`.
final class StartBenchmark {

    private static final Path JAR = Path.of("monolith/target/banyan-monolith-0.1.0-exec.jar");

    private final Map<String, List<Start>> starts = new LinkedHashMap<>();
    private final List<String> options;

    private StartBenchmark(List<String> options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("banyan-start-");
        try {
            new StartBenchmark(List.of(arguments)).run(directory);
        } finally {
            delete(directory);
        }
    }

    private void run(Path directory) throws IOException, InterruptedException {
        var jar = Path.of(option("--jar", JAR.toString()));
        if (!Files.isRegularFile(jar)) {
            throw new IOException(
                    "There is no '%s'. Next: ./mvnw -pl monolith -am package -DskipTests"
                            .formatted(jar));
        }
        var shop =
                BootProgram.extracted(
                        "shop",
                        jar,
                        directory,
                        List.of("--banyan.postgres.data-directory=" + directory.resolve("data")),
                        "/actuator/health/readiness");
        shop.start(List.of());
        var cache = shop.train();
        var peer = option("--peer", "");
        var other =
                peer.isEmpty()
                        ? null
                        : BootProgram.extracted(
                                "peer", Path.of(peer), directory, List.of(), "/actuator/health");
        int rounds = options.contains("--quick") ? 2 : 7;
        for (int round = 0; round < rounds; round++) {
            measure("plain", shop, List.of());
            measure("aot-cache", shop, List.of("-XX:AOTCache=" + cache));
            if (other != null) {
                measure("peer", other, List.of());
            }
        }
        print(peer);
    }

    private void measure(String name, BootProgram program, List<String> jvm)
            throws IOException, InterruptedException {
        var start = program.start(jvm);
        starts.computeIfAbsent(name, _ -> new ArrayList<>()).add(start);
    }

    private void print(String peer) {
        if (!options.contains("--json")) {
            System.out.printf("%-10s %-12s %10s %10s%n", "case", "metric", "ours", "theirs");
        }
        for (var name : List.of("plain", "aot-cache")) {
            row(name, "wall-s", start -> start.wall().toMillis() / 1000.0);
            row(name, "cpu-s", start -> start.cpu().toMillis() / 1000.0);
            row(name, "rss-mb", start -> start.residentBytes() / 1e6);
        }
        if (peer.isEmpty()) {
            System.err.println(
                    "Peer left out: Spring PetClinic is not given. Clone github.com/spring-projects/spring-petclinic, run ./mvnw package -DskipTests in it, and pass --peer target/spring-petclinic-*.jar");
        }
    }

    private void row(String name, String metric, ToDoubleFunction<Start> value) {
        double ours = median(name, value);
        boolean compared = starts.containsKey("peer");
        double theirs = compared ? median("peer", value) : Double.NaN;
        if (options.contains("--json")) {
            var comparison =
                    compared
                            ? String.format(
                                    Locale.ROOT,
                                    ",\"peer\":\"given\",\"theirs\":%.3f,\"ratio\":%.3f",
                                    theirs,
                                    ours / theirs)
                            : "";
            System.out.println(
                    String.format(
                            Locale.ROOT,
                            "{\"bench\":\"start\",\"case\":\"%s\",\"metric\":\"%s\",\"ours\":%.3f%s}",
                            name,
                            metric,
                            ours,
                            comparison));
        } else {
            var other = compared ? String.format(Locale.ROOT, "%.2f", theirs) : "-";
            System.out.println(
                    String.format(
                            Locale.ROOT, "%-10s %-12s %10.2f %10s", name, metric, ours, other));
        }
    }

    private double median(String name, ToDoubleFunction<Start> value) {
        var sorted =
                starts.getOrDefault(name, List.of()).stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private String option(String name, String otherwise) {
        int position = options.indexOf(name);
        return position >= 0 && position + 1 < options.size()
                ? options.get(position + 1)
                : otherwise;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
