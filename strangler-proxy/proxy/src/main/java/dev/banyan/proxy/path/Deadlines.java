package dev.banyan.proxy.path;

import java.util.Arrays;
import java.util.function.Consumer;

/// All that is timed on one loop. Confined to it.
final class Deadlines {

    private Timed[] entries = new Timed[64];
    private int size;

    void add(Timed timed) {
        if (timed.place >= 0) {
            return;
        }
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        entries[size] = timed;
        timed.place = size++;
    }

    @SuppressWarnings("NullAway") // The freed place must not keep its object alive.
    void remove(Timed timed) {
        int place = timed.place;
        if (place < 0) {
            return;
        }
        var last = entries[--size];
        entries[place] = last;
        last.place = place;
        entries[size] = null;
        timed.place = -1;
    }

    /// Ends what is due. Backwards, because what ends takes itself out and the last takes its
    /// place.
    void tick(long now) {
        for (int i = size - 1; i >= 0; i--) {
            if (i >= size) {
                continue;
            }
            var timed = entries[i];
            if (timed.deadline != Timed.NEVER && timed.deadline - now <= 0) {
                timed.deadline = Timed.NEVER;
                timed.expired();
            }
        }
    }

    void forEach(Consumer<Timed> action) {
        for (var timed : Arrays.copyOf(entries, size)) {
            action.accept(timed);
        }
    }

    int size() {
        return size;
    }
}
