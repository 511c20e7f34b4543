package dev.banyan.shop.http;

/// A field of a request that cannot be accepted, and why.
///
/// @param field its path, such as `items[0].quantity`
record InvalidField(String field, String reason) {}
