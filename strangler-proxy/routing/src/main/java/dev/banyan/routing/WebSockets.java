package dev.banyan.routing;

/// What a route lets through as WebSocket. One that writes cannot be held, so it refuses a switch.
public enum WebSockets {
    REFUSED,
    READ_ONLY,
    READ_AND_WRITE
}
