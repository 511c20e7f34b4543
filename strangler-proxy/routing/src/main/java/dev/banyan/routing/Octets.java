package dev.banyan.routing;

/// Reads a path as the octets that it stands for, in place.
final class Octets {

    private Octets() {}

    /// Where the path of a target ends: before its query.
    static int pathEnd(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target.length() : query;
    }

    /// The octet at an index; a percent sign without two digits stands for itself.
    static int at(String path, int index, int end) {
        return isEncoded(path, index, end)
                ? (digit(path.charAt(index + 1)) << 4) | digit(path.charAt(index + 2))
                : path.charAt(index);
    }

    /// The index behind the octet at this one.
    static int next(String path, int index, int end) {
        return isEncoded(path, index, end) ? index + 3 : index + 1;
    }

    static boolean isEncoded(String path, int index, int end) {
        return path.charAt(index) == '%'
                && index + 2 < end
                && digit(path.charAt(index + 1)) >= 0
                && digit(path.charAt(index + 2)) >= 0;
    }

    /// The index of the next such character before the end, or the end.
    static int indexOf(char wanted, String path, int from, int end) {
        int index = path.indexOf(wanted, from, end);
        return index < 0 ? end : index;
    }

    static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }

    private static int digit(char character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        int letter = lower(character);
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
