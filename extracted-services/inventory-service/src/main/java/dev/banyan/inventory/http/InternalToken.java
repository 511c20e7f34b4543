package dev.banyan.inventory.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// Finds the token of internal calls: the setting, else the file that is named, else a file of its
/// own beside the data, made when it is not there. There is none that everybody knows.
final class InternalToken implements EnvironmentPostProcessor {

    static final String TOKEN = "inventory.internal.token";
    static final String FILE = "inventory.internal.token-file";

    private static final String OWN_FILE = ".banyan/inventory/internal-token";

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        if (!environment.containsProperty(TOKEN)) {
            var named = environment.getProperty(FILE);
            var token = named == null ? own(Path.of(OWN_FILE)) : read(Path.of(named));
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource("internalToken", Map.of(TOKEN, token)));
        }
    }

    private static String own(Path file) {
        try {
            create(file);
        } catch (FileAlreadyExistsException before) {
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The token of internal calls cannot be written to '%s'. Set %s or %s."
                            .formatted(file.toAbsolutePath(), TOKEN, FILE),
                    e);
        }
        return read(file);
    }

    private static void create(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        var owner = PosixFilePermissions.fromString("rw-------");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
        var token = new byte[32];
        new SecureRandom().nextBytes(token);
        Files.writeString(file, HexFormat.of().formatHex(token));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The token of internal calls cannot be read from '%s'. Set %s or %s."
                            .formatted(file.toAbsolutePath(), TOKEN, FILE),
                    e);
        }
    }
}
