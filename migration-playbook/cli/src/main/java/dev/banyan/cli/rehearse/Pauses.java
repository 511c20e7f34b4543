package dev.banyan.cli.rehearse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How long writes waited at each change of owner, in milliseconds. Immutable.
record Pauses(List<Long> millis) {

    Pauses {
        var sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        millis = List.copyOf(sorted);
    }

    /// What so many of a hundred did not exceed; with few samples, a greater one.
    long percentile(double percent) {
        int index = (int) Math.ceil(millis.size() * percent / 100) - 1;
        return millis.get(Math.max(0, index));
    }

    String text() {
        return millis.isEmpty()
                ? "none was measured"
                : "p50 %d ms, p90 %d ms, p99 %d ms, longest %d ms, shortest %d ms, of %d"
                        .formatted(
                                percentile(50),
                                percentile(90),
                                percentile(99),
                                millis.getLast(),
                                millis.getFirst(),
                                millis.size());
    }
}
