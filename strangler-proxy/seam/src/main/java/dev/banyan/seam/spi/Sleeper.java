package dev.banyan.seam.spi;

import java.time.Duration;

/// Something that works for modules by itself, such as the listeners of an outbox: it stands still
/// while their writes are held, and sleeps while the other side owns them.
///
/// Called on one thread of the seam. A switch waits for it.
public interface Sleeper {

    /// Begins nothing new for a module, and waits until nothing runs any more.
    ///
    /// Returns false if something still runs when the limit is over; the seam asks again.
    boolean sleep(String module, Duration limit);

    /// Works for a module again, beginning with what waited.
    void wake(String module);
}
