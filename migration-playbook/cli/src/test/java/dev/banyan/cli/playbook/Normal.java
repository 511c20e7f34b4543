package dev.banyan.cli.playbook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What is left of a command's output when all is taken away that differs from run to run: times,
/// ports, places in the log, names of processes, and counts of what customers happened to do. What
/// a command did, how many differences it found and how many requests failed stays.
final class Normal {
    private static final String COUNTED =
            "rows|bytes|orders|accepted|under way|requests|seen|MB|ms|s";

    private record Rule(Pattern pattern, String instead) {
        static Rule of(String pattern, String instead) {
            return new Rule(Pattern.compile(pattern), instead);
        }
    }

    private static final List<Rule> RULES =
            List.of(
                    Rule.of("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "<time>"),
                    Rule.of("\\b\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\b", "<time>"),
                    Rule.of("\\bPT[0-9.HMS]+", "<duration>"),
                    Rule.of("\\b\\d+ (h|min)( \\d+ (min|s))? (ago|old)", "<n> s $4"),
                    Rule.of("\\bbuild [0-9a-f]{12}\\b", "build <build>"),
                    Rule.of("127\\.0\\.0\\.1:\\d+", "127.0.0.1:<port>"),
                    Rule.of("\\b[0-9A-F]+/[0-9A-F]+\\b", "<place>"),
                    Rule.of("\\bbridge-\\d+-[0-9a-f]{8}\\b", "<bridge>"),
                    Rule.of("\\b(rows|epoch|version|-ms|took-ms) \\d+", "$1 <n>"),
                    Rule.of("-ms \\d+", "-ms <n>"),
                    Rule.of("\\b\\d+(\\.\\d+)? (%s)\\b".formatted(COUNTED), "<n> $2"),
                    Rule.of("\\b(ms|s) (ago|old)\\b", "s $2"),
                    Rule.of("service answered \\d+", "service answered <n>"),
                    Rule.of(
                            "accepted +\\d+: \\d+ confirmed, \\d+ refused, \\d+ cancelled",
                            "accepted <n>"),
                    Rule.of("last to (hold|wake) [a-z, ]+,", "last to $1 <who>,"),
                    Rule.of("within more than <n> s", "within <n> ms"),
                    Rule.of("( <n> under way)( +p)", "$1$2"),
                    Rule.of(" {2,}", "  "));

    /// A busy machine asks more than once, and a relay tells of itself when it comes to it.
    private static final Pattern NOW_AND_THEN =
            Pattern.compile(
                    "\\s*not yet: .*|<time>  handed over\\b.*|\\s+\\S+: +\\d+ %, \\d+ of .*");

    private Normal() {}

    /// Lines that look the same one after the other are one: how often progress is told depends on
    /// the machine.
    static List<String> of(List<String> lines) {
        var normal = new ArrayList<String>();
        for (var line : lines) {
            var text = line.stripTrailing();
            for (var rule : RULES) {
                text = rule.pattern().matcher(text).replaceAll(rule.instead());
            }
            boolean again = !normal.isEmpty() && normal.getLast().equals(text);
            if (!again && !NOW_AND_THEN.matcher(text).matches()) {
                normal.add(text);
            }
        }
        return normal;
    }
}
