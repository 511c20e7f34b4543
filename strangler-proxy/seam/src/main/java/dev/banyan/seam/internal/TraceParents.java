package dev.banyan.seam.internal;

import org.jspecify.annotations.Nullable;

/// The trace of the request on this thread, as W3C writes it.
@FunctionalInterface
interface TraceParents {

    @Nullable String current();
}
