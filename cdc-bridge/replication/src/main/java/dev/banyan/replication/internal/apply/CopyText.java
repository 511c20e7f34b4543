package dev.banyan.replication.internal.apply;

import dev.banyan.replication.Row;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Rows in the text format of COPY.
final class CopyText {

    private final StringBuilder text = new StringBuilder(8192);

    void add(Row row, int[] columns) {
        for (int index = 0; index < columns.length; index++) {
            if (index > 0) {
                text.append('\t');
            }
            value(row.value(columns[index]));
        }
        text.append('\n');
    }

    private void value(@Nullable String value) {
        if (value == null) {
            text.append("\\N");
            return;
        }
        for (int index = 0; index < value.length(); index++) {
            character(value.charAt(index));
        }
    }

    private void character(char character) {
        switch (character) {
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> text.append(character);
        }
    }

    int length() {
        return text.length();
    }

    /// The bytes so far, and begins anew.
    byte[] take() {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        text.setLength(0);
        return bytes;
    }
}
