package dev.banyan.proxy.spi;

import org.jspecify.annotations.Nullable;

/// The applications behind the proxy. Thread-safe, without locks on the way of a request.
public interface Upstreams {

    Upstream control();

    /// The candidate of a module, or null when none is configured.
    @Nullable Upstream candidate(String module);
}
