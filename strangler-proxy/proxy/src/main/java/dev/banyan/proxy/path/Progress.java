package dev.banyan.proxy.path;

/// How far an exchange has come, and until when it may stay there. Confined to one loop.
final class Progress {

    private final Exchange exchange;
    private Phase phase = Phase.ARRIVED;
    private Awaited awaited = Awaited.NEXT_TRY;

    Progress(Exchange exchange) {
        this.exchange = exchange;
    }

    Phase phase() {
        return phase;
    }

    boolean isOver() {
        return phase == Phase.DONE;
    }

    void enter(Phase next, long until) {
        phase = next;
        exchange.deadline = until;
    }

    /// Waits until it is asked to look again.
    void await(Awaited what, long until) {
        enter(Phase.WAITING, until);
        awaited = what;
        exchange.loop.await(exchange);
    }

    /// Waits no more, if it has waited for this.
    boolean endWait(Awaited what) {
        if (phase != Phase.WAITING || awaited != what) {
            return false;
        }
        exchange.loop.forget(exchange);
        return true;
    }

    /// Over, wherever it was.
    void end() {
        if (phase == Phase.HELD) {
            exchange.destination().leaveQueue();
        } else if (phase == Phase.WAITING) {
            exchange.loop.forget(exchange);
        }
        phase = Phase.DONE;
        exchange.loop.deadlines.remove(exchange);
    }
}
