package dev.banyan.replication.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a process has used, as Linux tells it; nothing elsewhere.
record ProcessUsage(Duration cpu, long residentBytes) {

    /// `/proc/PID/stat` counts in these, on every Linux that Java runs on.
    private static final long TICKS_PER_SECOND = 100;

    /// Both times stand so many fields behind the name, which is in brackets.
    private static final int USER_TIME = 11;

    static Optional<ProcessUsage> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            long ticks =
                    Long.parseLong(fields.get(USER_TIME))
                            + Long.parseLong(fields.get(USER_TIME + 1));
            return Optional.of(
                    new ProcessUsage(
                            Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND), resident(pid)));
        } catch (IOException e) {
            return Optional.empty(); // another system, or the process has ended
        }
    }

    /// A process's own memory: what PostgreSQL shares between its processes is left out.
    private static long resident(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("RssAnon:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return 0;
    }
}
