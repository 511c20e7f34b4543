package dev.banyan.outbox.internal;

import dev.banyan.outbox.OutboxSettings.KeepSettings;
import dev.banyan.outbox.spi.ModuleTransactions;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;

/// Removes what is older than it must be kept, in small transactions.
final class Sweeper implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final JdbcTemplate jdbc;
    private final Inbox inbox;
    private final JdbcIdempotentRequests requests;
    private final ModuleTransactions transactions;
    private final Supplier<Collection<String>> modules;
    private final KeepSettings settings;
    private @Nullable Thread thread;

    Sweeper(
            JdbcTemplate jdbc,
            Inbox inbox,
            JdbcIdempotentRequests requests,
            ModuleTransactions transactions,
            Supplier<Collection<String>> modules,
            KeepSettings settings) {
        this.jdbc = jdbc;
        this.inbox = inbox;
        this.requests = requests;
        this.transactions = transactions;
        this.modules = modules;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        thread = Thread.ofPlatform().name("banyan-outbox-sweeper").start(this::run);
    }

    /// A removal that is cut off rolls back and is done after the next start.
    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(settings.sweepInterval().toMillis());
                sweep();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    void sweep() {
        for (var module : modules.get()) {
            sweep(
                    "inbox of " + module,
                    () ->
                            inModule(
                                    module,
                                    () ->
                                            inbox.forget(
                                                    module, settings.inbox(), settings.batch())));
            sweep(
                    "idempotency keys of " + module,
                    () ->
                            inModule(
                                    module,
                                    () ->
                                            requests.forget(
                                                    module,
                                                    settings.idempotencyKeys(),
                                                    settings.batch())));
        }
        sweep("outbox", this::events);
        sweep("registry", () -> completed("event_publication"));
        sweep("archive of the registry", () -> completed("event_publication_archive"));
    }

    /// A relay that is registered decides itself when a row goes.
    private int events() {
        return forget(
                "event", "time", "and not exists (select from banyan_outbox.reader)", "module, id");
    }

    private int completed(String table) {
        return forget(table, "completion_date", "", "id");
    }

    private int forget(String table, String time, String condition, String key) {
        return jdbc.update(
                """
                delete from banyan_outbox.%1$s where (%4$s) in (
                  select %4$s from banyan_outbox.%1$s where %2$s < now() - ? * interval '1 second' %3$s limit ?)
                """
                        .formatted(table, time, condition, key),
                settings.events().toSeconds(),
                settings.batch());
    }

    private int inModule(String module, Supplier<Integer> work) {
        return transactions.inTransaction(module, work);
    }

    /// A fenced module is swept by the side that owns it.
    private void sweep(String what, IntSupplier removal) {
        try {
            for (int removed = settings.batch(); removed == settings.batch(); ) {
                removed = removal.getAsInt();
            }
        } catch (RuntimeException failure) {
            if (!Fencing.isFenced(failure)) {
                LOG.warn(
                        "Old rows of {} were not removed, the next try is in {}: {}.",
                        what,
                        age(),
                        Failure.describe(failure));
            }
        }
    }

    private Duration age() {
        return settings.sweepInterval();
    }
}
