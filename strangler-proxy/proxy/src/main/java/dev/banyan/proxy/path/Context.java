package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Peers;
import dev.banyan.proxy.http.RequestGuard;
import dev.banyan.proxy.spi.ProxySettings;
import dev.banyan.proxy.spi.Surroundings;

/// What all loops share. Immutable, or thread-safe.
///
/// @param wakeUp runs when a version may have become acknowledged
record Context(
        ProxySettings settings,
        Surroundings surroundings,
        RequestGuard guard,
        Peers peers,
        Tables tables,
        HoldBudgets holds,
        Nanos nanos,
        UpstreamChannels channels,
        Runnable wakeUp) {}
