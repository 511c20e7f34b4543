package dev.banyan.proxy.path;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// The part of a request's body that is in memory: what could not be sent yet, or what is kept to
/// be sent again. Owns its buffers. Confined to one loop.
final class Body {

    // Of most requests nothing stays here, so the list is made with its first chunk.
    private List<ByteBuf> chunks = List.of();
    private int size;
    private boolean keeping;
    private boolean whole = true;

    /// From now on what is sent stays here too.
    void keep() {
        keeping = true;
    }

    boolean keeping() {
        return keeping;
    }

    /// Whether everything that has arrived so far is here.
    boolean whole() {
        return whole;
    }

    int size() {
        return size;
    }

    /// Takes over a chunk that cannot be sent yet.
    void add(ByteBuf chunk) {
        if (chunks.isEmpty()) {
            chunks = new ArrayList<>(2);
        }
        chunks.add(chunk);
        size += chunk.readableBytes();
    }

    /// A chunk is sent while this stands by: kept up to a bound, else all is given up.
    void pass(ByteBuf chunk, int bound) {
        if (!keeping) {
            whole = false;
            return;
        }
        if (size + chunk.readableBytes() > bound) {
            giveUp();
            return;
        }
        add(chunk.retainedDuplicate());
    }

    /// Sends all that is here; it stays if it is kept.
    void sendTo(UpstreamEnd upstream) {
        for (int i = 0; i < chunks.size(); i++) {
            var chunk = chunks.get(i);
            upstream.body(keeping ? chunk.retainedDuplicate() : chunk);
        }
        if (!keeping) {
            whole &= chunks.isEmpty();
            chunks = List.of();
            size = 0;
        }
    }

    /// Keeps nothing any more, so nothing can be sent again.
    void giveUp() {
        whole &= chunks.isEmpty() && !keeping;
        keeping = false;
        release();
    }

    void release() {
        for (var chunk : chunks) {
            chunk.release();
        }
        chunks = List.of();
        size = 0;
    }
}
