package dev.banyan.proxy.path;

/// Something on a loop that is told when its time is up. Confined to that loop.
///
/// The deadline is a plain field that a request moves as it goes; the loop looks at all of them
/// every 100 ms, which costs less than a timer for each.
abstract class Timed {

    static final long NEVER = Long.MAX_VALUE;

    /// On the scale of [System#nanoTime], or [#NEVER].
    long deadline = NEVER;

    /// Its place among the loop's deadlines, -1 for none.
    int place = -1;

    /// Called once per deadline, which is [#NEVER] again by then.
    abstract void expired();
}
