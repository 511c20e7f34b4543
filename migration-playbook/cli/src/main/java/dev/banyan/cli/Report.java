package dev.banyan.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// How a verb ended, for a person or, with `--json`, for a program.
///
/// @param before where the module stood, or null where nobody looked
/// @param after where it stands now, or null
/// @param steps what a dry run would do
record Report(
        String verb,
        @Nullable String module,
        ExitCode exitCode,
        String message,
        @Nullable String next,
        @Nullable ModuleState before,
        @Nullable ModuleState after,
        List<String> steps) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// One that never came to a module.
    static Report plain(String verb, ExitCode exitCode, String message, @Nullable String next) {
        return new Report(verb, null, exitCode, message, next, null, null, List.of());
    }

    void print(PrintWriter out) {
        out.println(message);
        for (int i = 0; i < steps.size(); i++) {
            out.printf("  %d. %s%n", i + 1, steps.get(i));
        }
        if (after != null) {
            out.println("Now: " + module + ": " + after);
        }
        if (next != null) {
            out.println("Next: " + typed(next));
        }
        if (exitCode == ExitCode.DONE && after != null && after.back() != null) {
            out.println("Back: " + typed(after.back()));
        }
    }

    /// A command as the launcher takes it.
    static String typed(String next) {
        return next.startsWith("banyan ") ? "./" + next : next;
    }

    void printJson(PrintWriter out) {
        out.println(JSON.writeValueAsString(fields()));
    }

    static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    private Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("verb", verb);
        fields.put("module", module);
        fields.put("exitCode", exitCode.number());
        fields.put("outcome", exitCode.word());
        fields.put("message", message);
        fields.put("next", next);
        fields.put("before", before == null ? null : before.fields());
        fields.put("after", after == null ? null : after.fields());
        fields.put("steps", steps);
        return fields;
    }
}
