package dev.banyan.replication.drift;

import dev.banyan.replication.schema.Catalogue;
import dev.banyan.replication.schema.Column;
import dev.banyan.replication.schema.Sequence;
import dev.banyan.replication.schema.Table;
import dev.banyan.replication.schema.UniqueIndex;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/// A number for the schema of a module's tables: two sides with the same one take each other's
/// rows.
///
/// Names of constraints, owners, indexes that are not unique, and the order of columns do not
/// count.
public final class SchemaFingerprint {

    private SchemaFingerprint() {}

    public static String of(Catalogue catalogue) {
        List<String> lines = new ArrayList<>();
        catalogue.moved().tables().forEach(table -> addTable(table, lines));
        catalogue
                .types()
                .forEach(type -> lines.add("type " + type.name() + " " + type.definition()));
        catalogue.sequences().forEach(sequence -> lines.add(sequence(sequence)));
        Collections.sort(lines);
        return digest(String.join("\n", lines));
    }

    private static void addTable(Table table, List<String> lines) {
        String name = table.name().toString();
        lines.add("table " + name + " " + table.kind() + " " + table.partitioning());
        for (Column column : table.columns()) {
            lines.add("column " + name + " " + column);
        }
        for (UniqueIndex index : table.uniqueIndexes()) {
            lines.add(
                    "unique "
                            + name
                            + " "
                            + index.columns()
                            + index.primary()
                            + index.total()
                            + index.immediate());
        }
        for (String check : table.checks()) {
            lines.add("check " + name + " " + definition(check));
        }
    }

    /// Without the name in front.
    static String definition(String check) {
        return check.substring(check.indexOf(' ') + 1);
    }

    private static String sequence(Sequence sequence) {
        return "sequence %s %s %d %d %d %d %b"
                .formatted(
                        sequence.name(),
                        sequence.type(),
                        sequence.increment(),
                        sequence.minimum(),
                        sequence.maximum(),
                        sequence.cache(),
                        sequence.cycles());
    }

    private static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
