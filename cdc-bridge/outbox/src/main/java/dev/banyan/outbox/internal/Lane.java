package dev.banyan.outbox.internal;

/// The deliveries of one subject to one consumer, which are handled one after another.
record Lane(String consumer, String subject) {}
