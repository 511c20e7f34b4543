package dev.banyan.replication.schema;

/// A trigger that a user (or the fence) put on a table.
///
/// @param function schema and name
/// @param body of the function; of a compiled one only its symbol
public record Trigger(
        String name,
        String function,
        Firing firing,
        boolean rowLevel,
        String body,
        String language) {

    /// When `session_replication_role` lets it fire.
    public enum Firing {
        ORIGIN,
        DISABLED,
        REPLICA,
        ALWAYS;

        static Firing of(String code) {
            return switch (code) {
                case "O" -> ORIGIN;
                case "D" -> DISABLED;
                case "R" -> REPLICA;
                case "A" -> ALWAYS;
                default ->
                        throw new IllegalArgumentException(
                                "'" + code + "' is no state of a trigger that this version knows.");
            };
        }

        /// Whether an application's write makes it fire.
        public boolean firesForApplications() {
            return this == ORIGIN || this == ALWAYS;
        }

        /// Whether a row that the bridge applies makes it fire.
        public boolean firesForAppliedRows() {
            return this == REPLICA || this == ALWAYS;
        }
    }
}
