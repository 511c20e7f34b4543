package dev.banyan.cli;

import dev.banyan.ledger.config.ContractSettings;
import dev.banyan.ledger.config.ContractSettings.SideSettings;
import dev.banyan.ledger.config.Secret;
import dev.banyan.ledger.contract.ContractRecord;
import dev.banyan.routing.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs the program that verifies: gives it a job in a file, and reads the records that it leaves
/// in another, which stays there. What is in between is the program's.
final class Verifier {

    private static final int KEPT = 0;
    private static final int BROKEN = 1;
    private static final Duration STOP = Duration.ofSeconds(45);

    private final String module;
    private final ContractSettings contracts;
    private final Path folder;
    private final Map<String, String> environment;

    Verifier(
            String module,
            ContractSettings contracts,
            Path folder,
            Map<String, String> environment) {
        this.module = module;
        this.contracts = contracts;
        this.folder = folder.toAbsolutePath();
        this.environment = Map.copyOf(environment);
    }

    /// Verifies, and returns what came out.
    ///
    /// @param which the sides to verify, of those that have a command
    /// @param told takes each line that the program prints
    List<ContractRecord> run(Set<Side> which, Consumer<String> told)
            throws IOException, InterruptedException {
        if (contracts.verifier().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "Nothing is named that verifies the contracts of '%s'.".formatted(module),
                    "write the program as 'contracts.verifier' of the module.");
        }
        var records = folder.resolve(module + ".json");
        Files.createDirectories(folder);
        Files.deleteIfExists(records);
        var job = writeJob(which, records);
        try {
            int exit = start(job, told);
            if ((exit != KEPT && exit != BROKEN) || !Files.exists(records)) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "What the builds of '%s' keep could not be found out: the verifier ended with %d."
                                .formatted(module, exit),
                        "read what it says above, then banyan verify " + module);
            }
            return read(records);
        } finally {
            Files.deleteIfExists(job);
        }
    }

    private int start(Path job, Consumer<String> told) throws IOException, InterruptedException {
        var command = new ArrayList<>(contracts.verifier());
        command.add(job.toString());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var hook = new Thread(() -> end(process), "end-verifier");
        Runtime.getRuntime().addShutdownHook(hook);
        try (var lines = process.inputReader()) {
            lines.lines().forEach(told);
            return process.waitFor();
        } finally {
            process.destroy();
            remove(hook);
        }
    }

    /// Whoever ends this program ends what it has started, and its builds with it.
    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    /// Not possible, and not needed, once the program is ending.
    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            return;
        }
    }

    /// Readable by its owner only: it may have the token of a broker.
    private Path writeJob(Set<Side> which, Path records) throws IOException {
        var job = new LinkedHashMap<String, Object>();
        job.put("provider", module);
        contracts.folder().ifPresent(pacts -> job.put("pacts", pacts.toString()));
        contracts.broker().ifPresent(broker -> job.put("broker", broker(broker)));
        job.put("sides", sides(which));
        job.put("records", records.toString());
        var owner = PosixFilePermissions.fromString("rw-------");
        var file =
                Files.createTempFile(
                        folder, module, ".job", PosixFilePermissions.asFileAttribute(owner));
        return Files.writeString(file, JsonMapper.shared().writeValueAsString(job));
    }

    private Map<String, Object> broker(ContractSettings.BrokerSettings broker) {
        var written = new LinkedHashMap<String, Object>();
        written.put("url", broker.url().toString());
        broker.token()
                .map((Secret token) -> token.reveal(environment))
                .ifPresent(token -> written.put("token", token));
        return written;
    }

    private Map<String, Object> sides(Set<Side> which) {
        var sides = new LinkedHashMap<String, Object>();
        for (var side : which) {
            var settings = contracts.of(side);
            if (!settings.command().isEmpty()) {
                sides.put(side.label(), side(settings));
            }
        }
        return sides;
    }

    private static Map<String, Object> side(SideSettings settings) {
        return Map.of("command", settings.command(), "database", settings.database().orElse(""));
    }

    private static List<ContractRecord> read(Path records) throws IOException {
        var found = new ArrayList<ContractRecord>();
        for (var record : JsonMapper.shared().readTree(Files.readString(records))) {
            found.add(record(record));
        }
        return found;
    }

    private static ContractRecord record(JsonNode record) {
        var problems = new ArrayList<String>();
        record.at("/problems").forEach(problem -> problems.add(problem.asString()));
        return new ContractRecord(
                Side.valueOf(record.at("/side").asString().toUpperCase(Locale.ROOT)),
                record.at("/build").asString(),
                record.at("/pact").asString(),
                record.at("/pactHash").asString(),
                record.at("/kept").asBoolean(),
                record.at("/interactions").asInt(),
                problems,
                record.at("/tookMillis").asLong(),
                Instant.parse(record.at("/verifiedAt").asString()));
    }
}
