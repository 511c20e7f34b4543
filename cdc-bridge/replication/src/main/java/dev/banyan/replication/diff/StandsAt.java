package dev.banyan.replication.diff;

import dev.banyan.replication.Lsn;
import dev.banyan.replication.ReplicationStream;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/// Runs work while the other side stands exactly at a place of the owner's log: everything
/// committed up to there is applied, and nothing after it. The stream waits meanwhile.
@FunctionalInterface
public interface StandsAt {

    /// Work that is as short as taking a snapshot.
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    /// Fails if the stream is beyond the place already or ends before it: try again with a later
    /// one.
    CompletableFuture<?> at(Lsn place, Work work);

    /// What a running stream can do.
    static StandsAt of(ReplicationStream stream) {
        return (place, work) ->
                stream.at(
                        place,
                        (target, position) -> {
                            work.run();
                            return position;
                        });
    }
}
