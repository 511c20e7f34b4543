package dev.banyan.postgres.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsReferenceTests {
    private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

    @Test
    void standsInTheReadmeAsTheMetadataSays() throws IOException {
        var root = Path.of(Objects.requireNonNull(System.getProperty("banyan.root")));
        var readme = Files.readString(root.resolve("cdc-bridge/embedded-postgres/README.md"));

        assertThat(readme).contains(reference());
    }

    private static String reference() throws IOException {
        List<Map<String, Object>> properties = JsonPath.parse(metadata()).read("$.properties");
        return properties.stream().map(SettingsReferenceTests::row).collect(Collectors.joining());
    }

    private static String row(Map<?, ?> property) {
        var preset = property.get("defaultValue");
        return "| `%s` | %s | %s |\n"
                .formatted(
                        property.get("name"),
                        preset == null ? "" : "`" + preset + "`",
                        property.get("description"));
    }

    private static String metadata() throws IOException {
        try (var stream = SettingsReferenceTests.class.getResourceAsStream(METADATA)) {
            return new String(
                    Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
