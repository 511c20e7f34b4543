package dev.banyan.cli.up;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Tells a program what happens: one JSON object a line for each part that is ready, has died or
/// has stopped, for the contracts, and for a disk that runs full. Safe for use by threads.
final class JsonLines implements Telling {
    private final PrintWriter out;
    private final JsonMapper json = JsonMapper.builder().build();

    JsonLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void starting(String name) {}

    @Override
    public void started(RunningPart part) {}

    @Override
    public void waiting(String name, Duration since) {}

    @Override
    public void ready(RunningPart part, Duration took) {
        var about = about(part, "ready");
        about.put("pid", part.pid());
        about.put("log", part.log().toString());
        about.put("startMillis", took.toMillis());
        print(about);
    }

    @Override
    public void died(RunningPart part, List<String> endOfLog) {
        var about = about(part, "died");
        about.put("ending", part.ending());
        about.put("log", part.log().toString());
        about.put("endOfLog", endOfLog);
        print(about);
    }

    @Override
    public void stopped(RunningPart part) {
        print(about(part, "stopped"));
    }

    @Override
    public void verifying(String module) {
        print(contracts(module, "verifying"));
    }

    @Override
    public void verified(String module, boolean kept, String outcome, Duration took) {
        var about = contracts(module, kept ? "kept" : "not kept");
        about.put("outcome", outcome);
        about.put("tookMillis", took.toMillis());
        print(about);
    }

    @Override
    public void diskAlmostFull(Path folder, long megabytes) {
        print(disk(folder, "almost full", megabytes));
    }

    @Override
    public void roomOnDiskAgain(Path folder, long megabytes) {
        print(disk(folder, "room again", megabytes));
    }

    private static Map<String, Object> disk(Path folder, String state, long megabytes) {
        var about = new LinkedHashMap<String, Object>();
        about.put("component", "disk");
        about.put("state", state);
        about.put("folder", folder.toString());
        about.put("megabytesLeft", megabytes);
        return about;
    }

    private static Map<String, Object> contracts(String module, String state) {
        var about = new LinkedHashMap<String, Object>();
        about.put("component", "contracts");
        about.put("state", state);
        about.put("module", module);
        return about;
    }

    private static Map<String, Object> about(RunningPart part, String state) {
        var about = new LinkedHashMap<String, Object>();
        about.put("component", part.name());
        about.put("state", state);
        about.put("address", part.address());
        return about;
    }

    private synchronized void print(Map<String, Object> about) {
        out.println(json.writeValueAsString(about));
        out.flush();
    }
}
