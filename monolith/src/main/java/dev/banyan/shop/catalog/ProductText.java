package dev.banyan.shop.catalog;

/// What is said about a product.
record ProductText(String name, String description, String category, String brand) {}
