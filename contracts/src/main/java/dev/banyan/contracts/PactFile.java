package dev.banyan.contracts;

import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.Pact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A pact as it is kept in a folder.
///
/// @param name the name of the file without its ending
/// @param hash SHA-256 of the file: another contract has another one
public record PactFile(String name, String consumer, String provider, String hash, Path path) {

    private static final String ENDING = ".json";

    /// The pacts of a folder, by name.
    ///
    /// @throws IOException if the folder, or a pact in it, cannot be read
    public static List<PactFile> in(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            var found = files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
            if (found.isEmpty()) {
                throw new IOException("There is no pact in '%s'.".formatted(folder));
            }
            return found.stream().map(PactFile::read).toList();
        }
    }

    /// A pact that has come from elsewhere.
    public static PactFile read(Path file) {
        var pact = load(file);
        var name = file.getFileName().toString();
        return new PactFile(
                name.substring(0, name.length() - ENDING.length()),
                pact.getConsumer().getName(),
                pact.getProvider().getName(),
                hash(file),
                file);
    }

    Pact pact() {
        return load(path);
    }

    private static Pact load(Path file) {
        return DefaultPactReader.INSTANCE.loadPact(file.toFile());
    }

    private static String hash(Path file) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read the pact '%s'.".formatted(file), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
