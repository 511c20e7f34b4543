package dev.banyan.replication.internal.debezium;

import dev.banyan.replication.Lsn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.jspecify.annotations.Nullable;

/// What Debezium believes to be its stored offset.
///
/// The connector takes what it confirms to the server from here: so this is nothing until something
/// is durable in the target, and then exactly that. What Debezium wants to store is dropped: an
/// offset to start from makes it lose transactions that were open across the restart.
///
/// Public and with a plain constructor, because Debezium makes it from its name.
public final class CommittedOffsets implements OffsetBackingStore {

    static final String KEY = "banyan.offsets";

    /// How an instance that Debezium made finds the reader that it belongs to.
    private static final Map<String, AtomicReference<Lsn>> READERS = new ConcurrentHashMap<>();

    private @Nullable AtomicReference<Lsn> durable;

    static void register(String reader, AtomicReference<Lsn> durable) {
        READERS.put(reader, durable);
    }

    static void unregister(String reader) {
        READERS.remove(reader);
    }

    @Override
    public void configure(WorkerConfig config) {
        durable = READERS.get(String.valueOf(config.originals().get(KEY)));
    }

    @Override
    public void start() {
        // There is nothing to open.
    }

    @Override
    public void stop() {
        // There is nothing to close.
    }

    @Override
    public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
        Map<ByteBuffer, ByteBuffer> offsets = new HashMap<>();
        Lsn lsn = durable == null ? Lsn.ZERO : durable.get();
        if (!lsn.equals(Lsn.ZERO)) {
            String offset =
                    "{\"lsn\":%1$d,\"lsn_proc\":%1$d,\"lsn_commit\":%1$d}".formatted(lsn.value());
            keys.forEach(key ->
                    offsets.put(key, ByteBuffer.wrap(offset.getBytes(StandardCharsets.UTF_8))));
        }
        return CompletableFuture.completedFuture(offsets);
    }

    @Override
    public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, Callback<Void> callback) {
        if (callback != null) {
            callback.onCompletion(null, null);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return Set.of();
    }
}
