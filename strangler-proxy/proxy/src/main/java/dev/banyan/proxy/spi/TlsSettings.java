package dev.banyan.proxy.spi;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The certificate that the proxy shows to its clients.
///
/// @param certificates the certificate and its chain, PEM
/// @param privateKey its key, PKCS #8 in PEM
/// @param keyPassword what the key is encrypted with, or null for a plain key
public record TlsSettings(Path certificates, Path privateKey, @Nullable String keyPassword) {

    /// Without the password.
    @Override
    public String toString() {
        return "TlsSettings[certificates=%s, privateKey=%s]".formatted(certificates, privateKey);
    }
}
