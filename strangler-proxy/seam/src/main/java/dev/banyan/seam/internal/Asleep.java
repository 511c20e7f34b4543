package dev.banyan.seam.internal;

import dev.banyan.routing.RequestView;
import dev.banyan.seam.internal.Table.Entry;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/// Finds requests of modules that are not here. Writes sleep where the other side owns the module,
/// reads where the tables are not there any more, or not yet.
final class Asleep {

    private Asleep() {}

    /// The module that sleeps and that a request is for, or null.
    static @Nullable Entry module(Table table, HttpServletRequest request) {
        if (table.routes().modules().isEmpty()) {
            return null;
        }
        var decision = table.routes().decide(new Seen(request));
        var module = decision.module();
        var entry = module == null ? null : table.entry(module.module());
        if (entry == null) {
            return null;
        }
        boolean awake = decision.write() ? entry.isHere() : entry.isReadable();
        return awake ? null : entry;
    }

    /// A request as routing sees it.
    private record Seen(HttpServletRequest request) implements RequestView {

        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public String target() {
            var query = request.getQueryString();
            return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
        }

        @Override
        public @Nullable String host() {
            return request.getHeader("Host");
        }

        @Override
        public @Nullable String header(String lowerCaseName) {
            return request.getHeader(lowerCaseName);
        }

        @Override
        public @Nullable String user() {
            return request.getRemoteUser();
        }

        @Override
        public int sample() {
            return 0;
        }
    }
}
