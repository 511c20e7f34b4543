package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Refusal;
import dev.banyan.proxy.spi.Outcome;
import dev.banyan.proxy.spi.Upstream;
import dev.banyan.routing.Decision;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/// One request and its answer, between a client and an upstream. Knows neither connections nor
/// protocols: the two ends do. Where it goes is found by [Destination], how it gets there by
/// [Sending], what comes back by [Answer]; here is how far it has come. Confined to one loop.
///
/// Every way out passes [#done] exactly once, and that gives back whatever was taken.
final class Exchange extends ExchangeFacts {

    private final Progress progress = new Progress(this);
    private final Destination destination = new Destination(this);
    private final Sending sending = new Sending(this);
    private final Answer answer = new Answer(this);
    private final WriteInFlight inFlight;
    private boolean clientGone;
    private @Nullable Runnable atEnd;

    Exchange(Loop loop, ClientEnd client, HttpRequest request) {
        super(loop, client, request);
        this.inFlight = new WriteInFlight(loop);
    }

    /// Runs something when nothing of it is under way any more, its upstream included.
    void onEnd(Runnable action) {
        atEnd = action;
    }

    /// Looks at the request and sends it on its way. May end before it returns.
    ///
    /// @param ended whether the request has no body
    void begin(boolean ended) {
        if (ended) {
            sending.hasNoBody();
        }
        loop.deadlines.add(this);
        var refusal = RequestHead.check(this);
        if (refusal == null) {
            destination.find();
        } else {
            refuse(refusal, Outcome.CANCELLED);
        }
    }

    // --- on its way

    /// An upstream lets it in, by this decision.
    void admitted(Upstream target, Decision chosen) {
        sending.begin(target);
        if (chosen.module() != null && (chosen.write() || writesOverWebSocket(chosen))) {
            enter(chosen.module().module());
        }
        sending.connect(false);
    }

    private void enter(String module) {
        var slot = inFlight.enter(table, module);
        var body = sending.body();
        if (slot != null && slot.terms().keepsBodies() && !replayed && body.whole()) {
            body.keep();
        }
    }

    void connecting() {
        tries++;
        progress.enter(Phase.CONNECTING, NEVER);
    }

    void connected(UpstreamEnd end) {
        progress.enter(Phase.STREAMING, NEVER);
        sending.connected(end);
        client.resume();
        awaitMore();
    }

    /// Waits for the rest of the request, or for the head of its answer.
    void awaitMore() {
        deadline =
                loop.in(
                        sending.ended()
                                ? attempt().patience().firstByte().toNanos()
                                : loop.context.nanos().bodyIdle());
    }

    void notConnected() {
        if (progress.phase() == Phase.CONNECTING) {
            sending.notConnected();
        }
    }

    /// The upstream is gone, or what it said makes no sense; its connection takes care of itself.
    void upstreamFailed(Outcome outcome) {
        var failed = sending.letGo();
        if (progress.isOver() || failed == null) {
            return;
        }
        loop.now = System.nanoTime();
        attempt().failed(outcome, loop.now);
        if (clientGone) {
            done("client-gone", outcome);
        } else if (answer.started()) {
            breakOff("broken-answer", outcome);
        } else if (!answer.discarded() && sending.mayTryAgain(failed)) {
            sending.tryAgain(failed.reused());
        } else {
            refuse(outcome == Outcome.TIMED_OUT ? Refusal.TIMEOUT : Refusal.BROKEN_ANSWER, outcome);
        }
    }

    // --- from the client

    /// The body is not framed as its head said, so its end is unknown.
    void requestBroken() {
        breakOrRefuse(Refusal.BROKEN_BODY);
    }

    void breakOrRefuse(Refusal refusal) {
        if (answer.started()) {
            breakOff(refusal.reason(), Outcome.CANCELLED);
        } else {
            refuse(refusal, Outcome.CANCELLED);
        }
    }

    /// Nobody waits for the answer. A complete write that was sent runs to its end all the same, so
    /// that it counts as in flight until then.
    void clientGone() {
        if (progress.isOver() || clientGone) {
            return;
        }
        clientGone = true;
        if (progress.phase() == Phase.STREAMING && sending.ended() && inFlight.slot() != null) {
            sending.resume();
            return;
        }
        sending.cancel();
        done("client-gone", Outcome.CANCELLED);
    }

    // --- from the upstream

    void informational(HttpResponse head) {
        if (!clientGone && progress.phase() == Phase.STREAMING) {
            answer.informational(head);
        }
    }

    void responseHead(HttpResponse head) {
        loop.now = System.nanoTime();
        attempt().headArrived(loop.now);
        deadline = loop.in(attempt().patience().bodyIdle().toNanos());
        answer.head(head);
    }

    void responseBody(ByteBuf data) {
        deadline = deadline == NEVER ? NEVER : loop.in(attempt().patience().bodyIdle().toNanos());
        answer.body(data);
    }

    void responseEnd(@Nullable HttpHeaders trailing) {
        if (progress.phase() != Phase.STREAMING || sending.upstream() == null) {
            return;
        }
        answer.end(trailing);
        var finished = required(sending.letGo());
        if (sending.ended()) {
            finished.release();
        } else {
            finished.cancel();
        }
        if (answer.discarded()) {
            destination.findAgain();
        } else {
            done(clientGone ? "client-gone" : "answered", outcomeOfStatus());
            client.exchangeEnded();
        }
    }

    private Outcome outcomeOfStatus() {
        return status >= 500 ? Outcome.SERVER_ERROR : Outcome.ANSWERED;
    }

    // --- the ends

    @Override
    void expired() {
        switch (progress.phase()) {
            case HELD -> refuse(Refusal.HOLD_TIMEOUT, Outcome.CANCELLED);
            case WAITING -> destination.lookAgain();
            case STREAMING -> timeOut();
            case TUNNEL -> {
                sending.cancel();
                done("timeout", Outcome.ANSWERED);
                client.abort();
            }
            case ARRIVED, CONNECTING, DONE -> {}
        }
    }

    private void timeOut() {
        if (!sending.ended() && !answer.started()) {
            refuse(Refusal.BODY_TIMEOUT, Outcome.CANCELLED);
        } else if (answer.started() || clientGone) {
            breakOff("timeout", Outcome.TIMED_OUT);
        } else {
            refuse(Refusal.TIMEOUT, Outcome.TIMED_OUT);
        }
    }

    /// Answers in place of an upstream, if no answer has begun.
    void refuse(Refusal refusal, Outcome outcome) {
        if (progress.isOver()) {
            return;
        }
        status = refusal.status();
        sending.cancel();
        done(refusal.reason(), outcome);
        if (!clientGone) {
            client.answer(refusal);
            client.exchangeEnded();
        }
    }

    /// The answer has begun, and its end will not come.
    void breakOff(String why, Outcome outcome) {
        if (progress.isOver()) {
            return;
        }
        sending.cancel();
        done(why, outcome);
        if (!clientGone) {
            client.abort();
        }
    }

    /// What it took is given back, and its observers hear of it.
    void done(String why, Outcome outcome) {
        progress.end();
        reason = why;
        endedAt = System.nanoTime();
        loop.now = endedAt;
        destination.leaveHold();
        inFlight.leave();
        sending.body().release();
        if (attempt != null) {
            attempt.ended(outcome, endedAt);
        }
        loop.observer.ended(this);
        if (atEnd != null) {
            atEnd.run();
        }
    }

    // --- what others need to know

    Progress progress() {
        return progress;
    }

    Destination destination() {
        return destination;
    }

    Sending sending() {
        return sending;
    }

    Answer answer() {
        return answer;
    }

    WriteInFlight inFlight() {
        return inFlight;
    }

    Try attempt() {
        return required(attempt);
    }

    boolean isClientGone() {
        return clientGone;
    }

    static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("The exchange is not that far.");
        }
        return value;
    }
}
