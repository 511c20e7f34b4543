package dev.banyan.ledger.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the name that somebody probably meant.
final class Nearest {
    private static final int FARTHEST = 3;

    private Nearest() {}

    static Optional<String> to(String written, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(written, name) <= Math.min(FARTHEST, name.length() / 2))
                .min(Comparator.comparingInt(name -> distance(written, name)));
    }

    /// The number of letters to add, leave out or change.
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
