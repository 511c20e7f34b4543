package dev.banyan.proxy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTests {

    @ParameterizedTest
    @CsvSource({
        "page=2&size=10, page=2&size=10",
        "page=2&Access_Token=abc, page=2&Access_Token=[REDACTED]",
        "token=a=b;page=2, token=[REDACTED];page=2",
        "api%6bey=abc, api%6bey=[REDACTED]",
        "password, password",
        "email=a@b&, email=[REDACTED]&",
    })
    void hidesValuesWhoseNamesSoundSecret(String query, String logged) {
        assertThat(Redaction.query(query)).isEqualTo(logged);
    }
}
