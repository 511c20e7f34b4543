package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Refusal;
import dev.banyan.proxy.spi.Admission;
import dev.banyan.proxy.spi.Outcome;
import dev.banyan.proxy.spi.OwnWrites.Verdict;
import dev.banyan.proxy.spi.Upstream;
import dev.banyan.routing.Decision;
import dev.banyan.routing.Side;
import dev.banyan.routing.WebSockets;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/// One request and its answer, between a client and an upstream. Knows neither connections nor
/// protocols: the two ends do. Confined to one loop.
///
/// Every way out passes [#done] exactly once, and that gives back whatever was taken.
final class Exchange extends ExchangeFacts {

    private enum Awaited {
        OWN_WRITES,
        NEWER_TABLE,
        NEXT_TRY
    }

    private static final long REPLAY_MILLIS = 50;

    private final Body body = new Body();
    private final boolean upgrade;
    private final Answer answer = new Answer(this);
    private Phase phase = Phase.ARRIVED;
    private @Nullable UpstreamEnd upstream;
    private TableInUse.@Nullable Slot entered;
    private TableInUse enteredTable;
    private @Nullable HoldBudget hold;
    private String heldModule = "";
    private @Nullable HttpHeaders trailers;
    private Awaited awaited = Awaited.NEXT_TRY;
    private long ownWritesUntil;
    private boolean requestEnded;
    private boolean clientGone;
    private @Nullable Runnable atEnd;

    Exchange(Loop loop, ClientEnd client, HttpRequest request) {
        super(loop, client, request);
        this.enteredTable = table;
        this.upgrade = RequestHead.isWebSocket(request) && client.isModern();
    }

    /// Runs something when nothing of it is under way any more, its upstream included.
    void onEnd(Runnable action) {
        atEnd = action;
    }

    /// Looks at the request and sends it on its way. May end before it returns.
    ///
    /// @param ended whether the request has no body
    void begin(boolean ended) {
        requestEnded = ended;
        loop.deadlines.add(this);
        var refusal = RequestHead.check(this);
        if (refusal == null) {
            routeAnew();
        } else {
            refuse(refusal, Outcome.CANCELLED);
        }
    }

    private void routeAnew() {
        phase = Phase.ARRIVED;
        var fresh = decide();
        if (fresh.refused()) {
            refuse(Refusal.NOT_FOUND, Outcome.CANCELLED);
        } else if (isHeld(fresh) || (fresh.write() && isBehindOthers(fresh))) {
            hold(fresh);
        } else {
            proceed(fresh);
        }
    }

    private Decision decide() {
        table = loop.table;
        var fresh = table.routes().table().decide(this);
        if (upgrade && writesOverWebSocket(fresh)) {
            fresh = fresh.onOwner();
        }
        decision = fresh;
        side = fresh.side();
        return fresh;
    }

    private static boolean writesOverWebSocket(Decision fresh) {
        return fresh.route() != null && fresh.route().webSockets() == WebSockets.READ_AND_WRITE;
    }

    // --- the hold

    private boolean isHeld(Decision fresh) {
        if (!fresh.held() || fresh.module() == null) {
            return false;
        }
        var slot = table.slot(fresh.module().module());
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
            refuse(Refusal.HOLD_FULL, Outcome.CANCELLED);
            return;
        }
        phase = Phase.HELD;
        hold = budget;
        heldModule = module;
        wasHeld = true;
        deadline = begun + loop.context.settings().hold().time().toNanos();
        loop.held.add(module, this);
    }

    /// Decides anew while it is held: whether it stays so.
    boolean mustStayHeld() {
        return isHeld(decide());
    }

    /// Leaves the hold by the newest table; taken out of the queue already.
    void released() {
        leaveHold();
        heldNanos = loop.now - begun;
        proceed(decide());
    }

    private void leaveHold() {
        if (hold != null) {
            hold.leave(body.size());
            hold = null;
        }
    }

    // --- to a side

    private void proceed(Decision fresh) {
        phase = Phase.ARRIVED;
        if (fresh.refused()) {
            refuse(Refusal.NOT_FOUND, Outcome.CANCELLED);
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
                .look(module(), fresh.side(), owner, fresh.write(), cookies(), stickyKey());
    }

    private void awaitOwnWrites(Decision fresh) {
        ownWritesUntil =
                ownWritesUntil == 0 ? loop.in(loop.context.nanos().ownWrites()) : ownWritesUntil;
        if (ownWritesUntil - loop.now <= 0) {
            sendStale(fresh);
            return;
        }
        await(Awaited.OWN_WRITES);
        deadline = ownWritesUntil;
    }

    private void sendStale(Decision fresh) {
        loop.context.surroundings().ownWrites().stale(module(), fresh.side());
        send(fresh);
    }

    private void send(Decision chosen) {
        decision = chosen;
        side = chosen.side();
        var target = upstreamOf(side);
        var admission = target == null ? Admission.NO_ADDRESS : target.admit(loop.now);
        if (admission != Admission.ADMITTED || target == null) {
            fallBack(chosen, admission);
            return;
        }
        attempt = new Try(target, loop.now);
        enterTable(chosen);
        connect(false);
    }

    /// A read that the candidate cannot take goes to the control, while that still owns the data.
    private void fallBack(Decision chosen, Admission why) {
        if (side == Side.CANDIDATE && chosen.onOwner().side() == Side.CONTROL) {
            send(chosen.onOwner());
            return;
        }
        var refusal =
                switch (why) {
                    case BREAKER_OPEN -> Refusal.BREAKER_OPEN;
                    case FULL -> Refusal.OVERLOADED;
                    case ADMITTED, NO_ADDRESS -> Refusal.NO_UPSTREAM;
                };
        refuse(refusal, Outcome.CANCELLED);
    }

    private @Nullable Upstream upstreamOf(Side wanted) {
        var upstreams = loop.context.surroundings().upstreams();
        var module = module();
        return wanted == Side.CONTROL || module == null
                ? upstreams.control()
                : upstreams.candidate(module);
    }

    private void enterTable(Decision chosen) {
        boolean writes = chosen.write() || (upgrade && writesOverWebSocket(chosen));
        if (!writes || chosen.module() == null) {
            return;
        }
        entered = table.slot(chosen.module().module());
        enteredTable = table;
        if (entered != null) {
            table.enter(loop.number, entered);
            keepBody(entered);
        }
    }

    private void keepBody(TableInUse.Slot slot) {
        if (slot.terms().keepsBodies() && !replayed && body.whole()) {
            body.keep();
        }
    }

    private void leaveTable() {
        if (entered == null) {
            return;
        }
        boolean last = enteredTable.leave(loop.number, entered);
        entered = null;
        if (last && enteredTable.ordinal() < loop.table.ordinal()) {
            loop.context.wakeUp().run();
        }
    }

    /// Whether a write that this table let through is in flight.
    boolean isWriteUnder(TableInUse other) {
        return entered != null && enteredTable.ordinal() == other.ordinal();
    }

    TableInUse.@Nullable Slot entered() {
        return entered;
    }

    // --- tries

    private void connect(boolean fresh) {
        var current = required(attempt);
        if (!current.next(loop.now)) {
            refuse(Refusal.NO_UPSTREAM, Outcome.NOT_CONNECTED);
            return;
        }
        tries++;
        phase = Phase.CONNECTING;
        deadline = NEVER;
        loop.pool(required(current.endpoint())).acquire(this, fresh);
    }

    /// A connection is there: sends what has arrived of the request.
    void connected(UpstreamEnd end) {
        upstream = end;
        phase = Phase.STREAMING;
        boolean whole = requestEnded && body.size() == 0;
        end.head(RequestHead.forUpstream(this), whole);
        if (!whole) {
            body.sendTo(end);
            if (requestEnded) {
                end.end(trailers);
            }
        }
        if (!client.isReading()) {
            end.flush();
        }
        client.resume();
        awaitMore();
    }

    private void awaitMore() {
        deadline =
                loop.in(
                        requestEnded
                                ? required(attempt).patience().firstByte().toNanos()
                                : loop.context.nanos().bodyIdle());
    }

    /// There is no connection, so nothing was sent: any request may be tried again.
    void notConnected() {
        if (phase != Phase.CONNECTING) {
            return;
        }
        required(attempt).failed(Outcome.NOT_CONNECTED, loop.now);
        if (required(attempt).more()) {
            tryLater();
            return;
        }
        refuse(Refusal.NOT_CONNECTED, Outcome.NOT_CONNECTED);
    }

    private void tryLater() {
        await(Awaited.NEXT_TRY);
        deadline = NEVER;
        long pause = required(attempt).pauseMillis(loop.random.nextDouble());
        loop.later(pause, this::tryNow);
    }

    private void tryNow() {
        if (phase == Phase.WAITING && awaited == Awaited.NEXT_TRY) {
            loop.forget(this);
            connect(true);
        }
    }

    /// The upstream is gone, or what it said makes no sense; its connection takes care of itself.
    void upstreamFailed(Outcome outcome) {
        var failed = upstream;
        upstream = null;
        if (phase == Phase.DONE || failed == null) {
            return;
        }
        loop.now = System.nanoTime();
        required(attempt).failed(outcome, loop.now);
        if (clientGone) {
            done("client-gone", outcome);
        } else if (answer.started()) {
            breakOff("broken-answer", outcome);
        } else if (!answer.discarded() && mayTryAgain(failed)) {
            tryAgain(failed.reused());
        } else {
            refuse(outcome == Outcome.TIMED_OUT ? Refusal.TIMEOUT : Refusal.BROKEN_ANSWER, outcome);
        }
    }

    private boolean mayTryAgain(UpstreamEnd failed) {
        if (!isIdempotent() || !requestEnded || !body.whole() || upgrade) {
            return false;
        }
        var current = required(attempt);
        return failed.reused() ? current.moreAfterStale() : current.more();
    }

    private void tryAgain(boolean stale) {
        if (stale) {
            connect(true);
        } else {
            tryLater();
        }
    }

    // --- from the client

    /// Takes over a part of the request's body.
    void requestBody(ByteBuf data) {
        requestBytes += data.readableBytes();
        if (phase == Phase.DONE || requestEnded) {
            data.release();
        } else if (requestBytes > loop.context.settings().limits().bodySize()) {
            data.release();
            breakOrRefuse(Refusal.BODY_TOO_LARGE);
        } else if (upstream == null) {
            store(data);
        } else {
            forward(upstream, data);
        }
    }

    private void forward(UpstreamEnd end, ByteBuf data) {
        deadline = deadline == NEVER ? NEVER : loop.in(loop.context.nanos().bodyIdle());
        body.pass(data, loop.context.settings().hold().bodyBytes());
        end.body(data);
        if (!end.isWritable()) {
            end.flush();
            client.pause();
        }
    }

    private void store(ByteBuf data) {
        if (hold != null && !hold.grow(data.readableBytes())) {
            data.release();
            refuse(Refusal.HOLD_FULL, Outcome.CANCELLED);
            return;
        }
        body.add(data);
        if (body.size() >= loop.context.settings().hold().bodyBytes()) {
            client.pause();
        }
    }

    void requestEnd(@Nullable HttpHeaders trailing) {
        if (phase == Phase.DONE || requestEnded) {
            return;
        }
        requestEnded = true;
        trailers = RequestHead.allowedTrailers(loop, trailing);
        if (upstream != null) {
            upstream.end(trailers);
            if (!client.isReading()) {
                upstream.flush();
            }
            if (!answer.started()) {
                awaitMore();
            }
        }
    }

    /// The body is not framed as its head said, so its end is unknown.
    void requestBroken() {
        breakOrRefuse(Refusal.BROKEN_BODY);
    }

    private void breakOrRefuse(Refusal refusal) {
        if (answer.started()) {
            breakOff(refusal.reason(), Outcome.CANCELLED);
        } else {
            refuse(refusal, Outcome.CANCELLED);
        }
    }

    /// Nobody waits for the answer. A complete write that was sent runs to its end all the same, so
    /// that it counts as in flight until then.
    void clientGone() {
        if (phase == Phase.DONE || clientGone) {
            return;
        }
        clientGone = true;
        if (phase == Phase.STREAMING && requestEnded && entered != null) {
            resumeUpstream();
            return;
        }
        cancelUpstream();
        done("client-gone", Outcome.CANCELLED);
    }

    void clientWritable() {
        resumeUpstream();
    }

    void flushUpstream() {
        if (upstream != null) {
            upstream.flush();
        }
    }

    // --- from the upstream

    void informational(HttpResponse head) {
        if (!clientGone && phase == Phase.STREAMING) {
            answer.informational(head);
        }
    }

    void responseHead(HttpResponse head) {
        loop.now = System.nanoTime();
        required(attempt).headArrived(loop.now);
        deadline = loop.in(answerIdle());
        answer.head(head);
    }

    void responseBody(ByteBuf data) {
        deadline = deadline == NEVER ? NEVER : loop.in(answerIdle());
        answer.body(data);
    }

    private long answerIdle() {
        return required(attempt).patience().bodyIdle().toNanos();
    }

    void responseEnd(@Nullable HttpHeaders trailing) {
        if (phase != Phase.STREAMING || upstream == null) {
            return;
        }
        loop.now = System.nanoTime();
        answer.end(trailing);
        var finished = upstream;
        upstream = null;
        if (requestEnded) {
            finished.release();
        } else {
            finished.cancel();
        }
        if (answer.discarded()) {
            awaitNewerTable();
        } else {
            done(clientGone ? "client-gone" : "answered", outcomeOfStatus());
            client.exchangeEnded();
        }
    }

    private Outcome outcomeOfStatus() {
        return status >= 500 ? Outcome.SERVER_ERROR : Outcome.ANSWERED;
    }

    void upstreamWritable() {
        client.resume();
    }

    /// After a 101: from now on bytes go both ways, until one side closes.
    void tunnel(UpstreamConnection connection, HttpResponse head) {
        phase = Phase.TUNNEL;
        client.join(connection, head);
        tunnelUsed();
    }

    void tunnelUsed() {
        deadline = loop.in(loop.context.nanos().tunnelIdle());
    }

    void tunnelClosed() {
        upstream = null;
        done("closed", Outcome.ANSWERED);
    }

    // --- replay of what the fence refused (SWITCH.md section 4)

    boolean mayReplay() {
        return write()
                && !replayed
                && !clientGone
                && requestEnded
                && body.keeping()
                && body.whole()
                && entered != null;
    }

    private void awaitNewerTable() {
        var sentUnder = table;
        leaveTable();
        required(attempt).ended(Outcome.ANSWERED, loop.now);
        attempt = null;
        replayed = true;
        answer.forget();
        if (loop.table.ordinal() > sentUnder.ordinal()) {
            routeAnew();
            return;
        }
        await(Awaited.NEWER_TABLE);
        deadline = NEVER;
        loop.later(REPLAY_MILLIS, this::replay);
    }

    private void replay() {
        if (phase == Phase.WAITING && awaited == Awaited.NEWER_TABLE) {
            loop.forget(this);
            loop.now = System.nanoTime();
            routeAnew();
        }
    }

    // --- waiting

    private void await(Awaited what) {
        phase = Phase.WAITING;
        awaited = what;
        loop.await(this);
    }

    /// Something has changed, or a tick has passed.
    void lookAgain() {
        switch (awaited) {
            case OWN_WRITES -> {
                loop.forget(this);
                routeAnew();
            }
            case NEWER_TABLE -> {
                if (loop.table.ordinal() > table.ordinal()) {
                    replay();
                }
            }
            case NEXT_TRY -> {}
        }
    }

    // --- the ends

    @Override
    void expired() {
        switch (phase) {
            case HELD -> refuse(Refusal.HOLD_TIMEOUT, Outcome.CANCELLED);
            case WAITING -> lookAgain();
            case STREAMING -> timeOut();
            case TUNNEL -> {
                cancelUpstream();
                done("timeout", Outcome.ANSWERED);
                client.abort();
            }
            case ARRIVED, CONNECTING, DONE -> {}
        }
    }

    private void timeOut() {
        if (!requestEnded && !answer.started()) {
            refuse(Refusal.BODY_TIMEOUT, Outcome.CANCELLED);
        } else if (answer.started() || clientGone) {
            breakOff("timeout", Outcome.TIMED_OUT);
        } else {
            refuse(Refusal.TIMEOUT, Outcome.TIMED_OUT);
        }
    }

    /// Answers in place of an upstream, if no answer has begun.
    void refuse(Refusal refusal, Outcome outcome) {
        if (phase == Phase.DONE) {
            return;
        }
        status = refusal.status();
        cancelUpstream();
        done(refusal.reason(), outcome);
        if (!clientGone) {
            client.answer(refusal);
            client.exchangeEnded();
        }
    }

    /// The answer has begun, and its end will not come.
    void breakOff(String why, Outcome outcome) {
        if (phase == Phase.DONE) {
            return;
        }
        cancelUpstream();
        done(why, outcome);
        if (!clientGone) {
            client.abort();
        }
    }

    private void cancelUpstream() {
        var canceled = upstream;
        upstream = null;
        if (canceled != null) {
            canceled.cancel();
        }
    }

    private void resumeUpstream() {
        if (upstream != null) {
            upstream.resume();
        }
    }

    private void done(String why, Outcome outcome) {
        if (phase == Phase.HELD) {
            loop.held.remove(heldModule, this);
        } else if (phase == Phase.WAITING) {
            loop.forget(this);
        }
        phase = Phase.DONE;
        reason = why;
        endedAt = System.nanoTime();
        loop.deadlines.remove(this);
        leaveHold();
        leaveTable();
        body.release();
        if (attempt != null) {
            attempt.ended(outcome, endedAt);
        }
        loop.observer.ended(this);
        if (atEnd != null) {
            atEnd.run();
        }
    }

    // --- what the answer needs to know

    Body bodyKept() {
        return body;
    }

    @Nullable UpstreamEnd upstream() {
        return upstream;
    }

    boolean isUpgrade() {
        return upgrade && (route() == null || required(route()).webSockets() != WebSockets.REFUSED);
    }

    boolean isClientGone() {
        return clientGone;
    }

    boolean isOver() {
        return phase == Phase.DONE;
    }

    Phase phase() {
        return phase;
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("The exchange is not that far.");
        }
        return value;
    }
}
