package dev.banyan.shop.catalog;

import java.util.Locale;

/// A shelf on which products lie.
///
/// @param id lower-case letters, digits and dashes, made from its first name
/// @param products how many lie there
record Category(String id, String name, long products) {

    static String idOf(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
