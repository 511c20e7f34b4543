package dev.banyan.replication.internal.relay;

import dev.banyan.replication.internal.relay.DeliveryStore.Due;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What of one subscriber is in memory: lanes, one for each subject, of which one event at a time
/// is on its way. Decides what may be sent; sends nothing itself.
///
/// Confined to the thread that delivers. Time is nanoseconds of one clock that only goes forward.
final class Outlet {

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration FENCED_PAUSE = Duration.ofMillis(100);

    private final int concurrency;
    private final Map<String, Deque<Due>> lanes = new LinkedHashMap<>();
    private final Set<String> sending = new HashSet<>();
    private final Set<Long> known = new HashSet<>();
    private Duration pause = SHORTEST_PAUSE;
    private long pausedUntil;
    private boolean paused;

    /// Nobody has answered since the last pause: one event finds out whether somebody does.
    private boolean probing;

    Outlet(int concurrency) {
        this.concurrency = concurrency;
    }

    Collection<Long> known() {
        return known;
    }

    /// Takes in what the table has; each lane in its order.
    void add(List<Due> due) {
        for (var one : due) {
            if (known.add(one.place())) {
                lanes.computeIfAbsent(one.subject(), _ -> new ArrayDeque<>()).add(one);
            }
        }
    }

    boolean isPaused(long now) {
        return paused && now - pausedUntil < 0;
    }

    /// The next one to send, which then is on its way.
    Optional<Due> next(long now) {
        boolean full = sending.size() >= (probing ? 1 : concurrency);
        if (full || isPaused(now)) {
            return Optional.empty();
        }
        for (var lane : lanes.entrySet()) {
            var head = lane.getValue().peek();
            if (head != null && sending.add(lane.getKey())) {
                return Optional.of(head);
            }
        }
        return Optional.empty();
    }

    /// It was delivered: the next of its subject may go.
    void delivered(Due due) {
        answered(due);
        var lane = lanes.get(due.subject());
        if (lane != null) {
            lane.remove(due);
            known.remove(due.place());
            // To the back of the queue: a subject with many events takes turns with the others.
            lanes.remove(due.subject());
            if (!lane.isEmpty()) {
                lanes.put(due.subject(), lane);
            }
        }
    }

    /// Its subject is looked up again when it is due.
    void parked(Due due) {
        answered(due);
        forget(due.subject());
    }

    /// It may be that this one was taken; others may be sent.
    void unanswered(Due due) {
        sending.remove(due.subject());
        forget(due.subject());
    }

    /// The module is elsewhere, or on its way there.
    void fenced(Due due, long now) {
        sending.remove(due.subject());
        pauseUntil(now + FENCED_PAUSE.toNanos());
    }

    /// Everything waits. True if somebody had answered before.
    boolean unreachable(Due due, long now) {
        sending.remove(due.subject());
        boolean first = !probing;
        if (!isPaused(now)) {
            pauseUntil(now + pause.toNanos());
            probing = true;
            forgetWhatWaits();
            var twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
        }
        return first;
    }

    private void answered(Due due) {
        sending.remove(due.subject());
        probing = false;
        pause = SHORTEST_PAUSE;
    }

    private void pauseUntil(long end) {
        pausedUntil = end;
        paused = true;
    }

    /// It may wait for long, and somebody may drop it meanwhile.
    private void forgetWhatWaits() {
        List.copyOf(lanes.keySet()).stream()
                .filter(subject -> !sending.contains(subject))
                .forEach(this::forget);
    }

    private void forget(String subject) {
        var lane = lanes.remove(subject);
        if (lane != null) {
            lane.forEach(due -> known.remove(due.place()));
        }
    }
}
