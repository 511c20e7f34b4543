package dev.banyan.replication.plan;

import dev.banyan.replication.TableName;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// SQL as text, searched for the tables that it names. No parser: it may name one too many.
final class StatementText {

    private static final Pattern NOISE =
            Pattern.compile("--[^\\n]*|/\\*.*?\\*/|'(?:[^']|'')*'", Pattern.DOTALL);

    private static final String NAME =
            "((?:\"[^\"]+\"|[a-z_][\\w$]*)(?:\\s*\\.\\s*(?:\"[^\"]+\"|[a-z_][\\w$]*))?)";

    private static final Pattern WRITTEN =
            Pattern.compile(
                    "(?i)\\b(?:insert\\s+into|(?<!for\\s)(?<!do\\s)update|delete\\s+from|merge\\s+into|truncate(?:\\s+table)?)\\s+(?:only\\s+)?"
                            + NAME);

    private static final Pattern READ =
            Pattern.compile(
                    "(?i)(?:\\b(?:from|join|using|into|update)|,)\\s*(?:only\\s+|lateral\\s+)?"
                            + NAME);

    private final String text;

    StatementText(String sql) {
        this.text = NOISE.matcher(sql).replaceAll(" ");
    }

    String text() {
        return text;
    }

    /// A name as it stands there, with its schema or without.
    record Mention(Optional<String> schema, String name) {

        boolean isOneOf(Collection<TableName> tables) {
            return tables.stream().anyMatch(this::means);
        }

        boolean means(TableName table) {
            return table.name().equals(name)
                    && schema.map(given -> given.equals(table.schema())).orElse(true);
        }

        @Override
        public String toString() {
            return schema.map(given -> given + "." + name).orElse(name);
        }
    }

    List<Mention> written() {
        return mentions(WRITTEN).filter(mention -> !isKeyword(mention)).distinct().toList();
    }

    List<Mention> read() {
        return mentions(READ).distinct().toList();
    }

    private Stream<Mention> mentions(Pattern pattern) {
        return pattern.matcher(text).results().map(found -> mention(found.group(1)));
    }

    /// `on conflict do update set` and `for update of` name no table.
    private static boolean isKeyword(Mention mention) {
        return mention.schema().isEmpty()
                && List.of("set", "of", "on", "skip", "nowait", "or").contains(mention.name());
    }

    private static Mention mention(String written) {
        Matcher parts = Pattern.compile("\"[^\"]+\"|[^\\s.\"]+").matcher(written);
        List<String> names = parts.results().map(part -> unquoted(part.group())).toList();
        return names.size() == 1
                ? new Mention(Optional.empty(), names.getFirst())
                : new Mention(Optional.of(names.getFirst()), names.getLast());
    }

    private static String unquoted(String name) {
        return name.startsWith("\"")
                ? name.substring(1, name.length() - 1)
                : name.toLowerCase(Locale.ROOT);
    }
}
