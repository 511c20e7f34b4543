package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Refusal;
import dev.banyan.proxy.spi.Admission;
import dev.banyan.proxy.spi.Outcome;
import dev.banyan.proxy.spi.OwnWrites.Verdict;
import dev.banyan.proxy.spi.Upstream;
import dev.banyan.routing.Decision;
import dev.banyan.routing.Side;
import org.jspecify.annotations.Nullable;

/// Which side an exchange goes to, and what it waits for before: the end of a hold, a side that
/// catches up with the client's own writes, a newer table. Confined to one loop.
final class Destination {

    private static final long REPLAY_MILLIS = 50;

    private final Exchange exchange;
    private final Loop loop;
    private @Nullable HoldBudget hold;
    private String heldModule = "";
    private long ownWritesUntil;

    Destination(Exchange exchange) {
        this.exchange = exchange;
        this.loop = exchange.loop;
    }

    /// Decides by the newest table, and goes there, or waits, or refuses.
    void find() {
        exchange.progress().enter(Phase.ARRIVED, exchange.deadline);
        var fresh = decide();
        if (fresh.refused()) {
            exchange.refuse(Refusal.NOT_FOUND, Outcome.CANCELLED);
        } else if (isHeld(fresh) || (fresh.write() && isBehindOthers(fresh))) {
            hold(fresh);
        } else {
            proceed(fresh);
        }
    }

    private Decision decide() {
        exchange.table = loop.table;
        var fresh = exchange.table.routes().table().decide(exchange);
        if (exchange.writesOverWebSocket(fresh)) {
            fresh = fresh.onOwner();
        }
        go(fresh);
        return fresh;
    }

    private void go(Decision decided) {
        exchange.decision = decided;
        exchange.side = decided.side();
    }

    // --- the hold

    private boolean isHeld(Decision fresh) {
        if (!fresh.held() || fresh.module() == null) {
            return false;
        }
        var slot = exchange.table.slot(fresh.module().module());
        return slot == null || slot.terms().holdEndsNanos() - loop.now > 0;
    }

    private boolean isBehindOthers(Decision fresh) {
        return fresh.module() != null && loop.held.waiting(fresh.module().module());
    }

    private void hold(Decision fresh) {
        if (fresh.module() == null) {
            throw new IllegalStateException("A held request has a module.");
        }
        var module = fresh.module().module();
        var budget = loop.context.holds().of(module);
        if (!budget.enter()) {
            exchange.refuse(Refusal.HOLD_FULL, Outcome.CANCELLED);
            return;
        }
        hold = budget;
        heldModule = module;
        exchange.wasHeld = true;
        long end = exchange.begun + loop.context.settings().hold().time().toNanos();
        exchange.progress().enter(Phase.HELD, end);
        loop.held.add(module, exchange);
    }

    /// Decides anew while it is held: whether it stays so.
    boolean mustStayHeld() {
        return isHeld(decide());
    }

    /// Leaves the hold by the newest table; taken out of the queue already.
    void released() {
        leaveHold();
        exchange.heldNanos = loop.now - exchange.begun;
        exchange.progress().enter(Phase.ARRIVED, exchange.deadline);
        proceed(decide());
    }

    /// Whether the hold has room for more of the body, if there is a hold.
    boolean takes(int bytes) {
        return hold == null || hold.grow(bytes);
    }

    /// It ends while it is held.
    void leaveQueue() {
        loop.held.remove(heldModule, exchange);
    }

    void leaveHold() {
        if (hold != null) {
            hold.leave(exchange.sending().body().size());
            hold = null;
        }
    }

    // --- what the client itself has written

    private void proceed(Decision fresh) {
        if (fresh.refused()) {
            exchange.refuse(Refusal.NOT_FOUND, Outcome.CANCELLED);
            return;
        }
        switch (lookAtOwnWrites(fresh)) {
            case GO -> send(fresh);
            case TO_OWNER -> send(fresh.onOwner());
            case GO_STALE -> sendStale(fresh);
            case WAIT -> awaitOwnWrites(fresh);
        }
    }

    private Verdict lookAtOwnWrites(Decision fresh) {
        var owner = fresh.module() == null ? fresh.side() : fresh.module().owner();
        return loop.context
                .surroundings()
                .ownWrites()
                .look(
                        exchange.module(),
                        fresh.side(),
                        owner,
                        fresh.write(),
                        exchange.cookies(),
                        exchange.stickyKey());
    }

    private void awaitOwnWrites(Decision fresh) {
        ownWritesUntil =
                ownWritesUntil == 0 ? loop.in(loop.context.nanos().ownWrites()) : ownWritesUntil;
        if (ownWritesUntil - loop.now <= 0) {
            sendStale(fresh);
            return;
        }
        exchange.progress().await(Awaited.OWN_WRITES, ownWritesUntil);
    }

    private void sendStale(Decision fresh) {
        loop.context.surroundings().ownWrites().stale(exchange.module(), fresh.side());
        send(fresh);
    }

    // --- to a side

    private void send(Decision chosen) {
        go(chosen);
        var target = upstreamOf(chosen.side());
        var admission = target == null ? Admission.NO_ADDRESS : target.admit(loop.now);
        if (admission != Admission.ADMITTED || target == null) {
            fallBack(chosen, admission);
            return;
        }
        exchange.admitted(target, chosen);
    }

    /// A read that the candidate cannot take goes to the control, while that still owns the data.
    private void fallBack(Decision chosen, Admission why) {
        if (chosen.side() == Side.CANDIDATE && chosen.onOwner().side() == Side.CONTROL) {
            send(chosen.onOwner());
            return;
        }
        var refusal =
                switch (why) {
                    case BREAKER_OPEN -> Refusal.BREAKER_OPEN;
                    case FULL -> Refusal.OVERLOADED;
                    case ADMITTED, NO_ADDRESS -> Refusal.NO_UPSTREAM;
                };
        exchange.refuse(refusal, Outcome.CANCELLED);
    }

    private @Nullable Upstream upstreamOf(Side wanted) {
        var upstreams = loop.context.surroundings().upstreams();
        var module = exchange.module();
        return wanted == Side.CONTROL || module == null
                ? upstreams.control()
                : upstreams.candidate(module);
    }

    // --- replay of what the fence refused (SWITCH.md section 4)

    /// Goes by a table newer than the one it was sent under; by the same after a moment, if that is
    /// the newest still.
    void findAgain() {
        loop.now = System.nanoTime();
        exchange.inFlight().leave();
        exchange.attempt().ended(Outcome.ANSWERED, loop.now);
        exchange.attempt = null;
        exchange.replayed = true;
        exchange.answer().forget();
        if (isTableNewer()) {
            find();
            return;
        }
        exchange.progress().await(Awaited.NEWER_TABLE, Timed.NEVER);
        loop.later(REPLAY_MILLIS, this::replay);
    }

    private boolean isTableNewer() {
        return loop.table.ordinal() > exchange.table.ordinal();
    }

    private void replay() {
        if (exchange.progress().endWait(Awaited.NEWER_TABLE)) {
            loop.now = System.nanoTime();
            find();
        }
    }

    /// Something has changed, or a tick has passed.
    void lookAgain() {
        if (exchange.progress().endWait(Awaited.OWN_WRITES)) {
            find();
        } else if (isTableNewer()) {
            replay();
        }
    }
}
