package dev.banyan.replication.diff;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A row as COPY prints it: the hexadecimal text of its key, then all its columns.
///
/// Equal rows are equal bytes: the server's output functions are exact, and NULL differs from
/// empty.
final class RowLine {

    private final byte[] bytes;
    private final int keyLength;

    private RowLine(byte[] bytes, int keyLength) {
        this.bytes = bytes;
        this.keyLength = keyLength;
    }

    static RowLine of(byte[] copied) {
        int end = copied.length;
        if (end > 0 && copied[end - 1] == '\n') {
            end--;
        }
        byte[] bytes = Arrays.copyOf(copied, end);
        int tab = 0;
        while (bytes[tab] != '\t') {
            tab++;
        }
        return new RowLine(bytes, tab);
    }

    int compareKey(RowLine other) {
        return Arrays.compareUnsigned(bytes, 0, keyLength, other.bytes, 0, other.keyLength);
    }

    boolean isSame(RowLine other) {
        return Arrays.equals(bytes, other.bytes);
    }

    String key() {
        return new String(bytes, 0, keyLength, StandardCharsets.US_ASCII);
    }

    /// The values in the order of the columns.
    List<@Nullable String> values() {
        String text = new String(bytes, StandardCharsets.UTF_8);
        String[] fields = text.split("\t", -1);
        return Arrays.stream(fields).skip(1).<@Nullable String>map(RowLine::value).toList();
    }

    private static @Nullable String value(String field) {
        if (field.equals("\\N")) {
            return null;
        }
        return field.indexOf('\\') < 0 ? field : unescaped(field);
    }

    /// COPY's own escapes; it prints no octal or hexadecimal ones.
    private static String unescaped(String field) {
        StringBuilder text = new StringBuilder(field.length());
        for (int index = 0; index < field.length(); index++) {
            char character = field.charAt(index);
            if (character == '\\' && index + 1 < field.length()) {
                index++;
                text.append(escape(field.charAt(index)));
            } else {
                text.append(character);
            }
        }
        return text.toString();
    }

    private static char escape(char code) {
        return switch (code) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> '\u000B';
            default -> code;
        };
    }
}
