package dev.banyan.cli.playbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The table of settings in a README: names in the first column, defaults in the second. A name
/// that begins with a dot is the one before it with another end, and one header may carry the
/// prefix of all.
final class SettingsTable {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String CUT = "…";

    private SettingsTable() {}

    /// By full name, what the cell of its default says.
    static Map<String, String> of(Path readme) throws IOException {
        var defaults = new LinkedHashMap<String, String>();
        var prefix = "";
        for (var line : section(Files.readAllLines(readme))) {
            var cells = line.split("\\|", -1);
            if (line.startsWith("|") && cells.length > 2) {
                var names = names(prefix, cells[1]);
                if (names.size() == 1 && names.getFirst().endsWith(CUT)) {
                    prefix = names.getFirst().replace(CUT, "");
                } else {
                    names.forEach(name -> defaults.put(name, cells[2]));
                }
            }
        }
        return defaults;
    }

    private static List<String> section(List<String> lines) {
        int from = lines.indexOf("## Settings");
        if (from < 0) {
            throw new IllegalArgumentException("There is no section 'Settings'.");
        }
        var rest = lines.subList(from + 1, lines.size());
        return rest.stream().takeWhile(line -> !line.startsWith("## ")).toList();
    }

    private static List<String> names(String prefix, String cell) {
        var codes = CODE.matcher(cell).results().map(r -> r.group(1)).toList();
        return codes.stream()
                .map(code -> code.startsWith(".") ? stem(codes.getFirst()) + code : code)
                .map(name -> prefix + name)
                .toList();
    }

    private static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /// Whether a cell names a default, however it is set.
    static boolean says(String cell, String value) {
        return value.isEmpty()
                || Arrays.asList(cell.replace("`", "").strip().split(", *")).contains(value);
    }
}
