package dev.banyan.architecture.internal;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds in a text of SQL the places that name something in given schemas.
///
/// It reads words, not grammar: a name counts where a keyword before it asks for a relation, a
/// routine or a schema. Text inside string literals and comments does not count, the bodies of
/// functions do.
final class SqlReferences {
    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern STATEMENT =
            Pattern.compile(
                    "\\b(select|insert|update|delete|merge|truncate|create|alter|drop|grant|revoke|copy|lock|call|with)\\b",
                    Pattern.CASE_INSENSITIVE);
    private static final String BEFORE =
            "\\b(?:from|join|into|update|table|references|on|view|using|truncate|copy|call|function|procedure"
                    + "|sequence|index|execute|type|only|not\\s+exists|if\\s+exists|lock)\\s+|,\\s*";

    private SqlReferences() {}

    /// What the text names, like `inventory.stock`, in the order of the text.
    static List<String> in(String text, Collection<String> schemas) {
        if (schemas.isEmpty() || !STATEMENT.matcher(text).find()) {
            return List.of();
        }
        var sql = LITERAL.matcher(COMMENT.matcher(text).replaceAll(" ")).replaceAll("''");
        return pattern(schemas)
                .matcher(sql)
                .results()
                .map(found ->
                        found.group(1) != null
                                ? unquoted(found.group(1))
                                : "schema " + unquoted(found.group(2)))
                .distinct()
                .toList();
    }

    private static Pattern pattern(Collection<String> schemas) {
        var names =
                schemas.stream()
                        .map(Matcher::quoteReplacement)
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|"));
        var schema = "\"?(?:" + names + ")\"?";
        var qualified = "(?:" + BEFORE + ")(" + schema + "\\s*\\.\\s*\"?\\w+\"?)";
        var whole = "\\b(?:schema|search_path\\s*(?:=|to))\\s+(" + schema + ")(?![\\w.])";
        return Pattern.compile(qualified + "|" + whole, Pattern.CASE_INSENSITIVE);
    }

    private static String unquoted(String name) {
        return name.replace("\"", "").replaceAll("\\s+", "");
    }
}
