package dev.banyan.routing;

import org.jspecify.annotations.Nullable;

/// What routing needs to see of a request. Implemented on the front's own request object, so that
/// nothing is copied for a decision.
public interface RequestView {

    /// The method as it came; case counts.
    String method();

    /// The target that is forwarded, in origin form: the path, and a query or not.
    String target();

    /// The host with or without port, or null.
    @Nullable String host();

    /// A header by its lower-case name, or null. Several `cookie` headers are given joined by `; `.
    @Nullable String header(String lowerCaseName);

    /// The user that the request is made for, or null where nothing has found that out.
    @Nullable String user();

    /// A number from 0 to 9,999, drawn anew for each request: it picks which reads are shadowed.
    int sample();
}
