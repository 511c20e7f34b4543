package dev.banyan.replication.internal.debezium;

import dev.banyan.replication.Row;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.data.SpecialValueDecimal;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/// Prints what Debezium decoded so that PostgreSQL reads the value that it was.
enum ValueText {
    /// Bytes are bytes.
    BYTEA,
    /// Bytes are the text of a type that Debezium does not know.
    OTHER;

    private static final HexFormat HEX = HexFormat.of();
    private static final String INFINITY = "infinity";

    static ValueText of(String typeName) {
        return typeName.equalsIgnoreCase("bytea") ? BYTEA : OTHER;
    }

    @Nullable String print(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value)) {
            return Row.absent();
        }

        return switch (value) {
            case String text -> text;
            case Boolean flag -> flag ? "t" : "f";
            case SpecialValueDecimal number -> number(number);
            case BigDecimal number -> number.toPlainString();
            case LocalDate date -> date(date);
            case Instant instant -> timestamp(instant);
            case OffsetDateTime time -> timestampWithZone(time);
            case LocalTime time -> time.toString();
            case byte[] bytes -> bytes(bytes);
            case ByteBuffer buffer -> bytes(copy(buffer));
            case PGobject object -> object.getValue();
            default -> value.toString();
        };
    }

    private String bytes(byte[] bytes) {
        return this == BYTEA
                ? "\\x" + HEX.formatHex(bytes)
                : new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static String number(SpecialValueDecimal number) {
        return number.getDecimalValue()
                .map(BigDecimal::toPlainString)
                .orElseGet(() -> Double.toString(number.toDouble()));
    }

    private static String date(LocalDate date) {
        if (date.equals(PostgresValueConverter.POSITIVE_INFINITY_LOCAL_DATE)) {
            return INFINITY;
        }
        if (date.equals(PostgresValueConverter.NEGATIVE_INFINITY_LOCAL_DATE)) {
            return "-" + INFINITY;
        }
        return day(date) + era(date);
    }

    /// Debezium's mark of infinity is an instant that a column might hold, in the year 294247: the
    /// lesser evil.
    private static String timestamp(Instant instant) {
        if (instant.equals(PostgresValueConverter.POSITIVE_INFINITY_INSTANT)) {
            return INFINITY;
        }
        if (instant.equals(PostgresValueConverter.NEGATIVE_INFINITY_INSTANT)) {
            return "-" + INFINITY;
        }
        return timestamp(instant, "");
    }

    private static String timestampWithZone(OffsetDateTime time) {
        if (time.equals(PostgresValueConverter.POSITIVE_INFINITY_OFFSET_DATE_TIME)) {
            return INFINITY;
        }
        if (time.equals(PostgresValueConverter.NEGATIVE_INFINITY_OFFSET_DATE_TIME)) {
            return "-" + INFINITY;
        }
        return timestamp(time.toInstant(), "+00");
    }

    private static String timestamp(Instant instant, String zone) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        LocalDate date = time.toLocalDate();
        return day(date) + " " + time.toLocalTime() + zone + era(date);
    }

    /// Year zero of Java is 1 BC.
    private static String day(LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        return String.format(
                Locale.ROOT, "%04d-%02d-%02d", year, date.getMonthValue(), date.getDayOfMonth());
    }

    private static String era(LocalDate date) {
        return date.getYear() > 0 ? "" : " BC";
    }
}
