package dev.banyan.replication;

/// Places at which a stream or a copy may be cut off, and from which it must come back.
public enum Moment {
    AFTER_SLOT_CREATED,
    AFTER_SNAPSHOT_CHUNK,
    BEFORE_FIRST_POSITION,
    AFTER_FIRST_POSITION,
    AFTER_WRITER_LOCK,
    AFTER_SLOT_ADVANCED,
    AFTER_READER_STARTED,
    AFTER_PART_WRITTEN,
    BEFORE_POSITION,
    BEFORE_COMMIT,
    AFTER_COMMIT,
    AFTER_CONFIRM;

    /// Told whenever one is reached, on the thread that reached it.
    @FunctionalInterface
    public interface Listener {
        void reached(Moment moment);

        /// Nobody listens.
        static Listener none() {
            return moment -> {};
        }
    }
}
