package dev.banyan.shop.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What a request may be.
///
/// @param largestBody the largest body that is read
@ConfigurationProperties("shop.http")
record HttpSettings(@DefaultValue("1MB") DataSize largestBody) {

    private static final DataSize MOST = DataSize.ofMegabytes(64);

    HttpSettings {
        if (largestBody.toBytes() < 1024 || largestBody.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "shop.http.largest-body is '%s', it must be between 1KB and %s."
                            .formatted(largestBody, MOST));
        }
    }
}
