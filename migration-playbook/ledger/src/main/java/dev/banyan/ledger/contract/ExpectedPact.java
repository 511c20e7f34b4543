package dev.banyan.ledger.contract;

import dev.banyan.routing.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A pact that has to be kept.
///
/// @param hash SHA-256 of its file
public record ExpectedPact(String name, String consumer, String provider, String hash) {

    private static final String ENDING = ".json";

    /// The pacts of a folder.
    public static List<ExpectedPact> in(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            var pacts = new ArrayList<ExpectedPact>();
            for (var file : files.filter(f -> f.toString().endsWith(ENDING)).sorted().toList()) {
                pacts.add(read(file));
            }
            return pacts;
        }
    }

    /// Whether a side has to keep it: both keep what others ask of the module, and the control,
    /// where the others stay, what the module asks of them.
    boolean binds(Side side, String module) {
        return provider.equals(module) || (side == Side.CONTROL && consumer.equals(module));
    }

    private static ExpectedPact read(Path file) throws IOException {
        var content = Files.readAllBytes(file);
        var name = file.getFileName().toString();
        try {
            var pact = JsonMapper.shared().readTree(content);
            return new ExpectedPact(
                    name.substring(0, name.length() - ENDING.length()),
                    pact.at("/consumer/name").asString(""),
                    pact.at("/provider/name").asString(""),
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (JacksonException e) {
            throw new IOException("'%s' is no pact: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
