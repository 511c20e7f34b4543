package dev.banyan.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.cli.Typed;
import dev.banyan.ledger.config.BanyanSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A `./banyan up --json` as a process of its own, as a script would run it.
public final class RunningPicture implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final Path data;
    private final Process process;
    private final JsonMapper json = JsonMapper.builder().build();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> all = new ArrayList<>();

    private RunningPicture(Path data, Process process) {
        this.data = data;
        this.process = process;
        Thread.ofVirtual().start(() -> listen(process));
    }

    /// Returns when everything is ready. Tells it as to a script.
    public static RunningPicture start(Path data) throws Exception {
        var picture =
                new RunningPicture(
                        data, launch(data, List.of("--json", "--data", data.toString())));
        return picture.orClosed(() -> picture.await("proxy", "ready"));
    }

    /// The same, as somebody types it in a folder; tells it as to a person.
    public static RunningPicture startIn(Path folder) throws Exception {
        var data = folder.resolve(Installation.DEFAULT_FOLDER);
        var picture = new RunningPicture(data, launch(data, List.of()));
        return picture.orClosed(() -> {
            picture.awaitLine("Control-C");
            // The contracts are verified, which switches wait for.
            picture.awaitLine("After ");
        });
    }

    private interface Wait {
        void run() throws Exception;
    }

    private RunningPicture orClosed(Wait wait) throws Exception {
        try {
            wait.run();
            return this;
        } catch (Throwable failed) {
            close();
            throw failed;
        }
    }

    private static Process launch(Path data, List<String> more) throws IOException {
        var command = new ArrayList<>(commandLine());
        command.addAll(List.of("up", "--patience", "PT8M"));
        command.addAll(more);
        var folder = Files.createDirectories(data.resolveSibling("."));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(errors(data).toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
    }

    private static Path errors(Path data) {
        return data.resolveSibling(data.getFileName() + ".errors");
    }

    /// How the command line is run as a process, as the launcher does.
    static List<String> commandLine() throws IOException {
        var root = Path.of(System.getProperty("banyan.root"));
        try (var jars = Files.list(root.resolve("migration-playbook/cli/target"))) {
            var jar =
                    jars.filter(j -> j.toString().endsWith("-exec.jar")).findFirst().orElseThrow();
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dbanyan.home=" + root,
                    "-jar",
                    jar.toString());
        }
    }

    private void listen(Process from) {
        try (BufferedReader reader = from.inputReader()) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException ended) {
            return;
        }
    }

    /// The next thing told of a component in this state.
    public JsonNode await(String component, String state) throws Exception {
        while (true) {
            var told = json.readTree(awaitLine("\"" + state + "\""));
            if (told.path("component").asString().equals(component)) {
                return told;
            }
        }
    }

    private String awaitLine(String holding) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var next = lines.poll(200, TimeUnit.MILLISECONDS);
            if (next != null) {
                all.add(next);
                if (next.contains(holding)) {
                    return next;
                }
            } else if (!process.isAlive() && lines.isEmpty()) {
                throw new AssertionError("'up' ended: " + errors());
            }
        }
        throw new AssertionError(
                "No '%s' was told within %s; told: %s; errors: %s"
                        .formatted(holding, PATIENCE, all, errors()));
    }

    /// What it has told so far, to a script.
    List<JsonNode> told() {
        return all.stream().map(json::readTree).toList();
    }

    /// What it has told so far, to a person.
    public List<String> asAPersonSeesIt() {
        return List.copyOf(all);
    }

    public String errors() throws IOException {
        return Files.readString(errors(data));
    }

    public Process process() {
        return process;
    }

    public Path data() {
        return data;
    }

    public Path configuration() {
        return data.resolve("banyan.yaml");
    }

    public BanyanSettings settings() {
        return BanyanSettings.load(configuration(), Map.of());
    }

    /// Types a command, which must succeed.
    public String done(String... arguments) {
        var typed = typed(arguments);
        assertThat(typed.exitCode())
                .as("'%s': %s", String.join(" ", arguments), typed.text())
                .isZero();
        return typed.text();
    }

    public Typed typed(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", configuration().toString()));
        return Typed.run(all);
    }

    /// So that a failed test in a temporary folder can be understood.
    void keepLogs() throws IOException {
        var kept = Files.createDirectories(Path.of("target", "picture-logs"));
        try (var files = Files.list(data.resolve("logs"))) {
            for (var file : files.toList()) {
                Files.copy(
                        file,
                        kept.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /// The process of a component.
    ProcessHandle processOf(String component) {
        var kept = new KeptProperties(data.resolve("up.properties"));
        var pid = OwnProcess.parse(kept.get("process." + component).orElseThrow()).pid();
        return ProcessHandle.of(pid).orElseThrow();
    }

    /// Stops everything and waits.
    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
