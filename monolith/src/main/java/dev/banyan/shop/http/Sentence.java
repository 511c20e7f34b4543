package dev.banyan.shop.http;

import java.util.List;
import java.util.stream.Collectors;

/// Errors as one sentence.
final class Sentence {

    private static final int MOST = 10;

    private Sentence() {}

    static String of(List<InvalidField> errors) {
        var named =
                errors.stream()
                        .limit(MOST)
                        .map(error -> "'%s' %s".formatted(error.field(), error.reason()))
                        .collect(Collectors.joining("; "));
        int more = errors.size() - MOST;
        return more > 0 ? "%s; and %d more.".formatted(named, more) : named + ".";
    }
}
