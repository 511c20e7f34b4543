package dev.banyan.replication;

/// A place in the log of one PostgreSQL server, ordered like the log itself (unsigned 64 bits).
public record Lsn(long value) implements Comparable<Lsn> {

    /// Before everything.
    public static final Lsn ZERO = new Lsn(0);

    /// Reads the form that PostgreSQL prints, `16/B374D848`.
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0 || slash != text.lastIndexOf('/')) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no log position. It looks like '16/B374D848'.");
        }

        long high = Long.parseLong(text.substring(0, slash), 16);
        long low = Long.parseLong(text.substring(slash + 1), 16);
        return new Lsn((high << 32) | low);
    }

    public boolean isAfter(Lsn other) {
        return compareTo(other) > 0;
    }

    public boolean isBefore(Lsn other) {
        return compareTo(other) < 0;
    }

    /// The bytes of log between an earlier place and this one; never negative.
    public long bytesSince(Lsn earlier) {
        return isBefore(earlier) ? 0 : value - earlier.value;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return "%X/%X".formatted(value >>> 32, value & 0xFFFFFFFFL);
    }
}
