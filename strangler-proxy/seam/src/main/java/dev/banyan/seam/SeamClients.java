package dev.banyan.seam;

import dev.banyan.seam.internal.HttpClients;
import java.net.URI;

/// Makes HTTP clients of published interfaces, as the seam does.
public final class SeamClients {

    private SeamClients() {}

    /// A client that shows the token and tries once, for 5 s at most. What is not 2xx is thrown as
    /// Spring's `RestClientResponseException`.
    public static <T> T of(Class<T> publishedInterface, URI candidate, String token) {
        return HttpClients.plain(publishedInterface, candidate, token);
    }
}
