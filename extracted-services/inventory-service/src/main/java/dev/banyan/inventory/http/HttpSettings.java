package dev.banyan.inventory.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What a request may be.
///
/// @param largestBody the largest body that is read
@ConfigurationProperties("inventory.http")
record HttpSettings(@DefaultValue("1MB") DataSize largestBody) {

    private static final DataSize LEAST = DataSize.ofKilobytes(1);
    private static final DataSize MOST = DataSize.ofMegabytes(64);

    HttpSettings {
        if (largestBody.compareTo(LEAST) < 0 || largestBody.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "inventory.http.largest-body is '%s', it must be between %s and %s."
                            .formatted(largestBody, LEAST, MOST));
        }
    }
}
