package dev.banyan.shop.seed;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Whether a new shop begins with something to sell.
///
/// @param when `embedded`: where the database is the embedded one; `always`: also in a configured
///   one; `never`
@ConfigurationProperties("shop.seed")
record SeedSettings(@DefaultValue("embedded") When when) {

    /// In which databases to plant.
    enum When {
        /// In the embedded one only.
        EMBEDDED,
        /// In every one.
        ALWAYS,
        /// In none.
        NEVER
    }

    boolean plantsIn(boolean embedded) {
        return switch (when) {
            case EMBEDDED -> embedded;
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }
}
