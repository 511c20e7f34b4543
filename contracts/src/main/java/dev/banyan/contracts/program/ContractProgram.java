package dev.banyan.contracts.program;

import dev.banyan.contracts.PactFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `java -jar banyan-contracts.jar JOB`: verifies the builds of a job. Ends with 0 if everything is
/// kept, 1 if something is not, 2 if nothing was asked, 3 if it could not be found out.
public final class ContractProgram {

    private static final int KEPT = 0;
    private static final int BROKEN = 1;
    private static final int WRONG_USAGE = 2;
    private static final int FAILED = 3;

    private final InstantSource clock;
    private final PrintStream out;

    private ContractProgram(InstantSource clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(new ContractProgram(InstantSource.system(), System.out).run(arguments));
    }

    private int run(String... arguments) throws InterruptedException {
        if (arguments.length != 1) {
            out.println("Give the file with the job, and nothing else.");
            return WRONG_USAGE;
        }
        try {
            return run(Job.read(Path.of(arguments[0])));
        } catch (IOException | IllegalArgumentException e) {
            out.println(e.getMessage());
            return FAILED;
        }
    }

    private int run(Job job) throws IOException, InterruptedException {
        var broker = job.broker();
        if (broker == null) {
            var pacts = PactFile.in(Path.of(Objects.requireNonNull(job.pacts())));
            return end(job, verify(job, pacts));
        }
        var folder = Files.createTempDirectory("banyan-pacts");
        try (var open = new PactBroker(broker)) {
            var pacts = open.download(job.provider(), folder);
            var records = verify(job, pacts);
            for (var record : records) {
                open.publish(pact(pacts, record), record);
            }
            return end(job, records);
        }
    }

    private static PactFile pact(List<PactFile> pacts, VerificationRecord record) {
        return pacts.stream()
                .filter(pact -> pact.name().equals(record.pact()))
                .findFirst()
                .orElseThrow();
    }

    private static int end(Job job, List<VerificationRecord> records) throws IOException {
        write(records, Path.of(job.records()));
        return records.stream().allMatch(VerificationRecord::kept) ? KEPT : BROKEN;
    }

    private List<VerificationRecord> verify(Job job, List<PactFile> pacts)
            throws IOException, InterruptedException {
        var records = new ArrayList<VerificationRecord>();
        for (var name : StartedSide.names()) {
            var side = job.sides().get(name);
            if (side != null) {
                records.addAll(
                        new SideVerification(job.provider(), clock, out).verify(name, side, pacts));
            }
        }
        return records;
    }

    private static void write(List<VerificationRecord> records, Path file) throws IOException {
        var json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, json.writeValueAsString(records));
    }
}
