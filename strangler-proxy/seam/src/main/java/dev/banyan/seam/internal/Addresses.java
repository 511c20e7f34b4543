package dev.banyan.seam.internal;

import java.net.URI;
import java.util.List;

/// Where the service of a module answers now; none where nobody knows.
@FunctionalInterface
interface Addresses {

    List<URI> of(String module);
}
