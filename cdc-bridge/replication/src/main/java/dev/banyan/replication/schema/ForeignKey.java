package dev.banyan.replication.schema;

import dev.banyan.replication.TableName;
import java.util.List;

/// A foreign key that begins or ends at one of the tables.
public record ForeignKey(
        String name,
        TableName table,
        List<String> columns,
        TableName referenced,
        List<String> referencedColumns,
        Action onDelete,
        Action onUpdate,
        boolean deferrable,
        boolean validated) {

    public ForeignKey {
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
    }

    /// What happens to a row whose referenced row goes or changes its key.
    public enum Action {
        NO_ACTION("NO ACTION"),
        RESTRICT("RESTRICT"),
        CASCADE("CASCADE"),
        SET_NULL("SET NULL"),
        SET_DEFAULT("SET DEFAULT");

        private final String sql;

        Action(String sql) {
            this.sql = sql;
        }

        public String sql() {
            return sql;
        }

        /// Whether it makes PostgreSQL write the referencing table by itself.
        public boolean writes() {
            return this == CASCADE || this == SET_NULL || this == SET_DEFAULT;
        }

        static Action of(String code) {
            return switch (code) {
                case "a" -> NO_ACTION;
                case "r" -> RESTRICT;
                case "c" -> CASCADE;
                case "n" -> SET_NULL;
                case "d" -> SET_DEFAULT;
                default ->
                        throw new IllegalArgumentException(
                                "'"
                                        + code
                                        + "' is no action of a foreign key that this version knows.");
            };
        }
    }
}
