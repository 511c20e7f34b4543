package dev.banyan.inventory.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/// What an application consists of, without what it depends on: its classes and its migrations,
/// from wherever they are loaded, a folder, a jar, or a jar within a jar.
///
/// The shop has the like of it on purpose: a service shares no source with the monolith, and none
/// of the libraries that both use is about builds.
final class OwnClasses {

    private static final String[] PARTS = {"**/*.class", "db/migration/**/*.sql"};

    private final String place;

    OwnClasses(Class<?> application) {
        URL location = application.getProtectionDomain().getCodeSource().getLocation();
        var text = location.toString();
        this.place = text.endsWith(".jar") ? "jar:" + text + "!/" : text;
    }

    /// SHA-256 over names and contents, the same in whatever order and form they are kept.
    String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts().entrySet()) {
                digest.update(part.getKey().getBytes(StandardCharsets.UTF_8));
                digest.update(part.getValue().getContentAsByteArray());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the classes in '%s'.".formatted(place), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    private SortedMap<String, Resource> parts() throws IOException {
        var resolver = new PathMatchingResourcePatternResolver();
        var parts = new TreeMap<String, Resource>();
        for (var pattern : PARTS) {
            for (var resource : resolver.getResources(place + pattern)) {
                parts.put(resource.getURL().toString().substring(place.length()), resource);
            }
        }
        if (parts.isEmpty()) {
            throw new IllegalStateException("There are no classes in '%s'.".formatted(place));
        }
        return parts;
    }
}
