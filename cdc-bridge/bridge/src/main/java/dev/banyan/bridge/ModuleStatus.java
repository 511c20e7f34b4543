package dev.banyan.bridge;

import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.ModulePicture.StreamPicture;
import dev.banyan.replication.Lag;
import dev.banyan.replication.StreamStoppedException;
import dev.banyan.replication.Streams;
import dev.banyan.routing.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How one module is, as the admin port tells it.
///
/// @param doing the verb that this bridge carries out for it, if any
public record ModuleStatus(
        String phase,
        String owner,
        long epoch,
        long version,
        String reads,
        @Nullable String doing,
        StreamPicture forward,
        StreamPicture reverse,
        StreamSpeed forwardSpeed,
        StreamSpeed reverseSpeed) {

    static ModuleStatus of(
            Extraction extraction, RunningStreams streams, @Nullable String doing, Instant now) {
        return new ModuleStatus(
                extraction.phase().name(),
                extraction.owner().name(),
                extraction.ownerEpoch(),
                extraction.version(),
                extraction.traffic().reads().toString(),
                doing,
                stream(extraction.module(), Side.CANDIDATE, streams, now),
                stream(extraction.module(), Side.CONTROL, streams, now),
                streams.speedTo(extraction.module(), Side.CANDIDATE),
                streams.speedTo(extraction.module(), Side.CONTROL));
    }

    static StreamPicture stream(String module, Side side, RunningStreams streams, Instant now) {
        var state = streams.stateTo(module, side);
        var lag = lag(module, side, streams, now);
        return new StreamPicture(
                state.running(),
                state.stopped().orElse(null),
                lag.flatMap(Lag::time).map(Duration::toMillis).orElse(null),
                lag.map(Lag::bytes).orElse(null),
                lag.flatMap(Lag::retainedBytes).orElse(null));
    }

    private static Optional<Lag> lag(
            String module, Side side, RunningStreams streams, Instant now) {
        try {
            return streams.link(module, side).map(link -> Streams.lag(link, now));
        } catch (StreamStoppedException unreachable) {
            return Optional.empty();
        }
    }
}
