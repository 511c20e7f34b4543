package dev.banyan.shop.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/// The classes and migrations of the application itself, without what it depends on, from wherever
/// they are loaded: a folder, a jar, or a jar within a jar.
///
/// The inventory service has the like of it on purpose: what a side says of itself must not need a
/// library that both share, or an application without any of ours could not say it.
final class OwnClasses {

    private static final String[] PARTS = {"**/*.class", "db/migration/**/*.sql"};

    private final String place;

    OwnClasses(Class<?> application) {
        var location = application.getProtectionDomain().getCodeSource().getLocation().toString();
        this.place = location.endsWith(".jar") ? "jar:" + location + "!/" : location;
    }

    /// SHA-256 over names and contents, in the order of the names: the same however they are kept.
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
