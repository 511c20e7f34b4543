package dev.banyan.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.ledger.config.BanyanSettings;
import dev.banyan.proxy.spi.ListenSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What becomes of `banyan.yaml`.
class SettingsTests {

    private static ListenSettings listen(String proxy) {
        var text =
                """
                source: {url: 'jdbc:postgresql://127.0.0.1:5432/shop'}
                proxy:
                  listen: 127.0.0.1:18080
                  control: {upstreams: ['http://127.0.0.1:9000']}
                """
                        + proxy;
        var settings = BanyanSettings.parse("banyan.yaml", text, Map.of("KEY", "s3cret"));
        return Settings.of(settings.proxy().orElseThrow(), Map.of("KEY", "s3cret")).listen();
    }

    @Test
    void listensInCleartextAloneWithoutACertificate() {
        var listen = listen("");

        assertThat(listen.address().getPort()).isEqualTo(18_080);
        assertThat(listen.tls()).isNull();
    }

    @Test
    void listensOnBothAddressesWithACertificate() {
        var listen =
                listen(
                        "  tls: {listen: '127.0.0.1:18443', certificate: chain.pem, key: key.pem, keyPassword: '${KEY}'}\n");

        assertThat(listen.address().getPort()).isEqualTo(18_080);
        var tls = Objects.requireNonNull(listen.tls());
        assertThat(tls.address().getPort()).isEqualTo(18_443);
        assertThat(tls.certificate().certificates()).isEqualTo(Path.of("chain.pem"));
        assertThat(tls.certificate().keyPassword()).isEqualTo("s3cret");
    }
}
