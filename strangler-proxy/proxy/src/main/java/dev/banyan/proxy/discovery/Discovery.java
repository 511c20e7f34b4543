package dev.banyan.proxy.discovery;

import java.util.List;

/// Where the instances of an application are listed. May block; never called on an event loop.
@FunctionalInterface
public interface Discovery {

    /// The instances now.
    ///
    /// @throws DiscoveryFailed when the list cannot be had
    List<Address> instances() throws DiscoveryFailed;

    /// One instance.
    ///
    /// @param serverName the name that its certificate must carry, where it speaks TLS
    record Address(boolean secure, String host, int port, String serverName) {}

    /// A list could not be had, for the reason that the message gives.
    final class DiscoveryFailed extends Exception {
        private static final long serialVersionUID = 1;

        DiscoveryFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
