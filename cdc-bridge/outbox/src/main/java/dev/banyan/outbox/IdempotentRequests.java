package dev.banyan.outbox;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Carries out requests that bear an idempotency key once, and remembers their answers in the
/// module's own schema.
public interface IdempotentRequests {

    /// Runs the effect in a transaction of the module that also reserves the key and keeps the
    /// answer, or finds the answer kept by an earlier one. An answer from 500 on rolls back and is
    /// not kept, nor is an exception, which is passed on.
    Outcome once(String module, Request request, Supplier<Answer> effect);

    /// A request to recognise again.
    ///
    /// @param key what the client chose, 1 to 255 visible ASCII characters
    /// @param scope whose and which operation it is, so that two clients or endpoints can use the
    ///   same key
    /// @param content what is compared, usually the body
    record Request(String key, String scope, String content) {

        private static final int LONGEST = 255;

        public Request {
            var visible = key.chars().allMatch(character -> character > 0x20 && character < 0x7F);
            if (key.isEmpty() || key.length() > LONGEST || !visible) {
                throw new IllegalArgumentException(
                        "Idempotency-Key has %d characters, allowed are 1 to %d visible ASCII characters."
                                .formatted(key.length(), LONGEST));
            }
        }
    }

    /// An answer to keep; its body is text.
    record Answer(int status, Map<String, List<String>> headers, String body) {}

    /// What became of a request.
    sealed interface Outcome {

        /// It was carried out now; kept says whether the answer was.
        record Done(Answer answer, boolean kept) implements Outcome {}

        /// It was carried out earlier, this was the answer.
        record Replayed(Answer answer) implements Outcome {}

        /// The key was used before for another content.
        record Mismatch() implements Outcome {}

        /// Another request with the key is still being carried out.
        record InProgress() implements Outcome {}
    }

    /// The principal and operation as a scope.
    static String scope(String method, String path, @Nullable String principal) {
        return principal == null ? method + " " + path : method + " " + path + " " + principal;
    }
}
