package dev.banyan.ledger.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsReferenceTests {
    private static final Path PAGE = Path.of("SETTINGS.md");
    private static final String REFRESH =
            "./mvnw -q test -pl migration-playbook/ledger -am -Dtest=SettingsReferenceTests -Dsurefire.failIfNoSpecifiedTests=false -Dbanyan.test.args=-Dbanyan.reference=write";

    @Test
    void describesEachSettingThatIsRead() throws IOException {
        var page = page();
        if ("write".equals(System.getProperty("banyan.reference"))) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("SETTINGS.md is not what the code reads. Next: %s", REFRESH)
                .isEqualTo(page);
    }

    @Test
    void knowsDefaultsRequiredSettingsAndVariables() {
        assertThat(SettingsReference.markdown("proxy."))
                .contains(
                        "| `proxy.listen` | `127.0.0.1:8080` | where clients connect | host:port, as in '127.0.0.1:8080' | `BANYAN_PROXY_LISTEN` |")
                .doesNotContain("`source.url`");
        assertThat(SettingsReference.markdown("modules."))
                .contains("| `modules.NAME.routes[].path` | **required** |");
    }

    private static String page() {
        return """
        # The settings of `banyan.yaml`

        Generated from the code that reads them; `%s` writes it anew.

        A value may contain `${NAME}`, an environment variable. Passwords and tokens are given as `${NAME}` alone or as a file (`passwordFile`), never written out. Durations are `250ms`, `5s`, `2m`, `1h`, `1d` or ISO 8601, sizes `512B`, `64KB`, `16MB`, `1GB` (powers of 1024). Variables in the last column override the file; lists are separated by commas there.

        ## The source database
        %s
        ## The proxy
        %s
        ## The bridge
        %s
        ## Each module
        `plan` puts this part into the ledger, and all processes take it from there.

        %s\
        """
                .formatted(
                        REFRESH,
                        SettingsReference.markdown("source."),
                        SettingsReference.markdown("proxy."),
                        SettingsReference.markdown("bridge."),
                        SettingsReference.markdown("modules."));
    }
}
