package dev.banyan.proxy.path;

import dev.banyan.proxy.http.Refusal;
import dev.banyan.proxy.spi.Outcome;
import dev.banyan.proxy.spi.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/// The request of an exchange on its way to an upstream, with as many tries as that allows.
/// Confined to one loop.
final class Sending {

    private final Exchange exchange;
    private final Loop loop;
    private final Body body = new Body();
    private @Nullable UpstreamEnd upstream;
    private @Nullable HttpHeaders trailers;
    private boolean ended;

    Sending(Exchange exchange) {
        this.exchange = exchange;
        this.loop = exchange.loop;
    }

    Body body() {
        return body;
    }

    @Nullable UpstreamEnd upstream() {
        return upstream;
    }

    /// Whether all of the request has arrived.
    boolean ended() {
        return ended;
    }

    void hasNoBody() {
        ended = true;
    }

    // --- tries

    void begin(Upstream target) {
        exchange.attempt = new Try(target, loop.now);
    }

    /// @param fresh whether a connection that was used before will not do
    void connect(boolean fresh) {
        var attempt = exchange.attempt();
        if (!attempt.next(loop.now)) {
            exchange.refuse(Refusal.NO_UPSTREAM, Outcome.NOT_CONNECTED);
            return;
        }
        exchange.connecting();
        loop.pool(Exchange.required(attempt.endpoint())).acquire(exchange, fresh);
    }

    /// A connection is there: sends what has arrived of the request.
    void connected(UpstreamEnd end) {
        upstream = end;
        boolean whole = ended && body.size() == 0;
        end.head(RequestHead.forUpstream(exchange), whole);
        if (!whole) {
            body.sendTo(end);
            if (ended) {
                end.end(trailers);
            }
        }
        flushUnlessReading(end);
    }

    /// What else has come with it goes out in the same write: who reads flushes when it has read.
    private void flushUnlessReading(UpstreamEnd end) {
        if (!exchange.client.isReading()) {
            end.flush();
        }
    }

    /// There is no connection, so nothing was sent: any request may be tried again.
    void notConnected() {
        var attempt = exchange.attempt();
        attempt.failed(Outcome.NOT_CONNECTED, loop.now);
        if (attempt.more()) {
            tryLater();
            return;
        }
        exchange.refuse(Refusal.NOT_CONNECTED, Outcome.NOT_CONNECTED);
    }

    private void tryLater() {
        exchange.progress().await(Awaited.NEXT_TRY, Timed.NEVER);
        loop.later(exchange.attempt().pauseMillis(loop.random.nextDouble()), this::tryNow);
    }

    private void tryNow() {
        if (exchange.progress().endWait(Awaited.NEXT_TRY)) {
            connect(true);
        }
    }

    boolean mayTryAgain(UpstreamEnd failed) {
        if (!exchange.isIdempotent() || !ended || !body.whole() || exchange.wantsUpgrade()) {
            return false;
        }
        var attempt = exchange.attempt();
        return failed.reused() ? attempt.moreAfterStale() : attempt.more();
    }

    void tryAgain(boolean stale) {
        if (stale) {
            connect(true);
        } else {
            tryLater();
        }
    }

    // --- the body

    /// Takes over a part that has arrived.
    void take(ByteBuf data) {
        exchange.requestBytes += data.readableBytes();
        if (exchange.progress().isOver() || ended) {
            data.release();
        } else if (exchange.requestBytes > loop.context.settings().limits().bodySize()) {
            data.release();
            exchange.breakOrRefuse(Refusal.BODY_TOO_LARGE);
        } else if (upstream != null) {
            forward(upstream, data);
        } else if (exchange.destination().takes(data.readableBytes())) {
            store(data);
        } else {
            data.release();
            exchange.refuse(Refusal.HOLD_FULL, Outcome.CANCELLED);
        }
    }

    private void forward(UpstreamEnd end, ByteBuf data) {
        if (exchange.deadline != Timed.NEVER) {
            exchange.deadline = loop.in(loop.context.nanos().bodyIdle());
        }
        body.pass(data, loop.context.settings().hold().bodyBytes());
        end.body(data);
        if (!end.isWritable()) {
            end.flush();
            exchange.client.pause();
        }
    }

    /// Keeps what cannot be sent yet.
    private void store(ByteBuf data) {
        body.add(data);
        if (body.size() >= loop.context.settings().hold().bodyBytes()) {
            exchange.client.pause();
        }
    }

    /// All of the request has arrived.
    void takeEnd(@Nullable HttpHeaders trailing) {
        if (exchange.progress().isOver() || ended) {
            return;
        }
        ended = true;
        trailers = RequestHead.allowedTrailers(loop, trailing);
        if (upstream != null) {
            end(upstream);
        }
    }

    private void end(UpstreamEnd end) {
        end.end(trailers);
        flushUnlessReading(end);
        if (!exchange.answer().started()) {
            exchange.awaitMore();
        }
    }

    void flush() {
        if (upstream != null) {
            upstream.flush();
        }
    }

    void resume() {
        if (upstream != null) {
            upstream.resume();
        }
    }

    // --- the end

    /// The upstream belongs to this exchange no more.
    @Nullable UpstreamEnd letGo() {
        var left = upstream;
        upstream = null;
        return left;
    }

    void cancel() {
        var canceled = letGo();
        if (canceled != null) {
            canceled.cancel();
        }
    }
}
