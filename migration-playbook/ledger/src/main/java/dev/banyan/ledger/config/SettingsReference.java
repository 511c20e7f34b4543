package dev.banyan.ledger.config;

import java.util.ArrayList;
import java.util.List;

/// Writes the reference of all settings, from the same code that reads them.
public final class SettingsReference {
    private SettingsReference() {}

    /// The settings whose path begins with a prefix, as a table in Markdown.
    public static String markdown(String prefix) {
        var text =
                new StringBuilder(
                        "| Setting | Default | Meaning | Allowed | Environment |\n|---|---|---|---|---|\n");
        described().stream()
                .filter(setting -> setting.path().startsWith(prefix))
                .forEach(setting -> text.append(row(setting)));
        return text.toString();
    }

    private static List<Reading.Described> described() {
        var found = new ArrayList<Reading.Described>();
        BanyanSettings.read(new Section(Reading.describing(found), "", null, 0));
        return found;
    }

    private static String row(Reading.Described setting) {
        return "| `%s` | %s | %s | %s | %s |%n"
                .formatted(
                        setting.path(),
                        standard(setting),
                        cell(setting.text()),
                        cell(setting.allowed()),
                        Reading.variable(setting.path()).map("`%s`"::formatted).orElse(""))
                .replace(System.lineSeparator(), "\n");
    }

    private static String standard(Reading.Described setting) {
        var standard = setting.standard();
        return setting.required() ? "**required**" : standard == null ? "–" : "`" + standard + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
