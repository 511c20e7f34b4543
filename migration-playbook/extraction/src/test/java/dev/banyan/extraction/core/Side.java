package dev.banyan.extraction.core;

enum Side {
    SOURCE,
    TARGET;

    Side other() {
        return this == SOURCE ? TARGET : SOURCE;
    }
}
