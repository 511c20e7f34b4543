package dev.banyan.proxy.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.proxy.spi.TlsSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys of the proxy's own certificate, as files.
class ClientTlsIT {

    @Test
    void readsAKeyBehindAPassword(@TempDir Path folder) throws Exception {
        var settings = Certificates.encrypted(folder, Certificates.shared(), "s3cret");

        assertThat(ClientTls.of(settings).isServer()).isTrue();
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @Test
    void namesTheKeyThatItsPasswordDoesNotOpen(@TempDir Path folder) throws Exception {
        var right = Certificates.encrypted(folder, Certificates.shared(), "s3cret");
        var wrong = new TlsSettings(right.certificates(), right.privateKey(), "other");

        assertThatThrownBy(() -> ClientTls.of(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("encrypted.pem")
                .hasMessageContaining("cannot be used");
    }
}
