package dev.banyan.architecture.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.architecture.Architecture;
import dev.banyan.architecture.ArchitectureTest;
import dev.banyan.shop.ShopApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The shop, held to every rule.
class ShopArchitectureTests extends ArchitectureTest {
    private static final Map<String, Path> MIGRATIONS = migrations();
    private static final Architecture SHOP =
            Architecture.of(ShopApplication.class).withMigrations(MIGRATIONS);

    ShopArchitectureTests() {
        super(SHOP);
    }

    @Test
    void looksAtEveryModuleThatHasTables() {
        assertThat(MIGRATIONS)
                .containsKeys(
                        "inventory", "ordering", "payment", "shipping", "notification", "catalog");
        assertThat(SHOP.schemas()).containsKeys(MIGRATIONS.keySet().toArray(String[]::new));
    }

    private static Map<String, Path> migrations() {
        var folder =
                Path.of(
                        System.getProperty("banyan.root"),
                        "monolith/src/main/resources/db/migration");
        try (var entries = Files.list(folder)) {
            return entries.collect(
                    Collectors.toMap(f -> f.getFileName().toString(), Function.identity()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
