package dev.banyan.proxy.spi;

/// How the proxy talks to the operating system.
public enum Transport {
    /// The fastest one that works here: io_uring, else epoll, else nio.
    AUTO,
    IO_URING,
    EPOLL,
    NIO
}
