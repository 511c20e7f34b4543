package dev.banyan.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;

class SettingsReferenceTests {

    private static final Path README =
            Path.of(
                    System.getProperty("banyan.root", "../.."),
                    "cdc-bridge",
                    "outbox",
                    "README.md");

    @Test
    void showsTheSettingsAsTheyAre() throws IOException {
        assertThat(Files.readString(README))
                .contains("<!-- settings -->\n" + reference() + "<!-- /settings -->");
    }

    private static String reference() {
        return "| `banyan.outbox.…` | default | |\n|---|---|---|\n"
                + rows("", OutboxSettings.class).collect(Collectors.joining());
    }

    private static Stream<String> rows(String prefix, Class<?> settings) {
        return Arrays.stream(settings.getRecordComponents())
                .flatMap(component ->
                        component.getType().isRecord()
                                ? rows(
                                        prefix + kebab(component.getName()) + ".",
                                        component.getType())
                                : Stream.of(row(prefix, settings, component)));
    }

    private static String row(String prefix, Class<?> settings, RecordComponent component) {
        var text = component.getAnnotation(Setting.class);
        assertThat(text).as("description of %s", component.getName()).isNotNull();
        return "| `%s%s` | %s | %s |\n"
                .formatted(
                        prefix,
                        kebab(component.getName()),
                        defaultOf(settings, component),
                        text.value());
    }

    private static String defaultOf(Class<?> settings, RecordComponent component) {
        var parameter =
                Arrays.stream(settings.getDeclaredConstructors()[0].getParameters())
                        .filter(candidate -> candidate.getName().equals(component.getName()))
                        .findFirst()
                        .orElseThrow();
        var value = String.join(",", parameter.getAnnotation(DefaultValue.class).value());
        return value.isEmpty() ? "" : "`" + value + "`";
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
