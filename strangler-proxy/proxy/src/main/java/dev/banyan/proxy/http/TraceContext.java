package dev.banyan.proxy.http;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// W3C Trace Context, level 1: takes a valid `traceparent`, or begins a trace.
public final class TraceContext {

    private static final int LENGTH = 55;
    private static final int TRACE = 3;
    private static final int SPAN = 36;
    private static final int FLAGS = 53;
    private static final byte[] DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private TraceContext() {}

    /// Whether a header is well formed; one of a later version may be longer.
    public static boolean isValid(@Nullable String header) {
        if (header == null || header.length() < LENGTH || !hasForm(header)) {
            return false;
        }
        boolean known = header.startsWith("00");
        if (known ? header.length() != LENGTH : !isLaterVersion(header)) {
            return false;
        }
        return isHex(header, TRACE, SPAN - 1)
                && isHex(header, SPAN, FLAGS - 1)
                && isHex(header, FLAGS, LENGTH)
                && !isZero(header, TRACE, SPAN - 1)
                && !isZero(header, SPAN, FLAGS - 1);
    }

    /// The trace id of a valid header.
    public static String traceId(String header) {
        return header.substring(TRACE, SPAN - 1);
    }

    /// A header that begins a sampled trace.
    @SuppressWarnings("deprecation") // The only way to a Latin-1 string without decoding it.
    public static String begin(SplittableRandom random) {
        var bytes = new byte[LENGTH];
        bytes[0] = '0';
        bytes[1] = '0';
        bytes[2] = '-';
        write(bytes, TRACE, random.nextLong() | 1);
        write(bytes, TRACE + 16, random.nextLong());
        bytes[SPAN - 1] = '-';
        write(bytes, SPAN, random.nextLong() | 1);
        bytes[FLAGS - 1] = '-';
        bytes[FLAGS] = '0';
        bytes[FLAGS + 1] = '1';
        return new String(bytes, 0);
    }

    private static void write(byte[] bytes, int from, long value) {
        for (int i = 15; i >= 0; i--) {
            bytes[from + i] = DIGITS[(int) value & 0xF];
            value >>>= 4;
        }
    }

    private static boolean hasForm(String header) {
        return header.charAt(2) == '-'
                && header.charAt(SPAN - 1) == '-'
                && header.charAt(FLAGS - 1) == '-'
                && isHex(header, 0, 2);
    }

    private static boolean isLaterVersion(String header) {
        return !header.startsWith("ff")
                && (header.length() == LENGTH || header.charAt(LENGTH) == '-');
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }
}
