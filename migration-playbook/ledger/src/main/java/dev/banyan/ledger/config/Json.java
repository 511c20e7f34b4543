package dev.banyan.ledger.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes maps, lists, texts and numbers as JSON, the same text for the same value.
final class Json {
    private Json() {}

    static String write(Object value) {
        var text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    private static void append(StringBuilder text, Object value) {
        switch (value) {
            case Map<?, ?> map -> appendMap(text, map);
            case List<?> list -> appendList(text, list);
            case Number number -> text.append(number);
            case Boolean flag -> text.append(flag);
            default -> appendText(text, value.toString());
        }
    }

    private static void appendMap(StringBuilder text, Map<?, ?> map) {
        char before = '{';
        var sorted = new TreeMap<String, Object>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        for (var entry : sorted.entrySet()) {
            text.append(before);
            appendText(text, entry.getKey());
            text.append(": ");
            append(text, entry.getValue());
            before = ',';
        }
        text.append(map.isEmpty() ? "{}" : "}");
    }

    private static void appendList(StringBuilder text, List<?> list) {
        char before = '[';
        for (var value : list) {
            text.append(before);
            append(text, value);
            before = ',';
        }
        text.append(list.isEmpty() ? "[]" : "]");
    }

    private static void appendText(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20 || c > 0x7e) {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
