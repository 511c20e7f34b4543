package dev.banyan.shop.storefront;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One module's share of a page.
///
/// @param state whether the value can be relied upon
/// @param value what the module said; absent unless the state is `OK`
/// @param reason why it is absent: `timeout`, `failed`, `overloaded` or `unknown`
record Part<T>(
        @Schema(
                        description =
                                "OK, ABSENT (the module knows nothing about it) or DEGRADED (the module did not answer)")
                State state,
        @Nullable T value,
        @Schema(description = "Why it is degraded: timeout, failed or overloaded")
                @Nullable String reason) {

    /// Whether a part can be relied upon.
    enum State {
        /// The module answered.
        OK,
        /// The module answered that it knows nothing about it.
        ABSENT,
        /// The module did not answer, or not in time.
        DEGRADED
    }

    static <T> Part<T> of(T value) {
        return new Part<>(State.OK, value, null);
    }

    static <T> Part<T> absent() {
        return new Part<>(State.ABSENT, null, null);
    }

    static <T> Part<T> degraded(String reason) {
        return new Part<>(State.DEGRADED, null, reason);
    }

    /// The share of one product in a part about several; what is not in it is absent.
    static <T> Part<T> among(Part<List<T>> several, Predicate<T> which) {
        if (several.value() == null) {
            return new Part<>(several.state(), null, several.reason());
        }
        return several.value().stream()
                .filter(which)
                .findFirst()
                .map(Part::of)
                .orElseGet(Part::absent);
    }

    boolean isDegraded() {
        return state == State.DEGRADED;
    }
}
