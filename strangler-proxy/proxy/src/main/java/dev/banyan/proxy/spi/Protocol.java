package dev.banyan.proxy.spi;

/// What is spoken with an upstream.
public enum Protocol {
    HTTP_1_1,
    /// HTTP/2, by ALPN over TLS, with prior knowledge in cleartext.
    HTTP_2
}
