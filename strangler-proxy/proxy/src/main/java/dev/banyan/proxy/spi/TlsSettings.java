package dev.banyan.proxy.spi;

import java.nio.file.Path;

/// The certificate that the proxy shows to its clients.
///
/// @param certificates the certificate and its chain, PEM
/// @param privateKey its key, PKCS #8 in PEM, without password
public record TlsSettings(Path certificates, Path privateKey) {}
