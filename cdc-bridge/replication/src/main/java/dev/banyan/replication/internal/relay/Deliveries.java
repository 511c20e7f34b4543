package dev.banyan.replication.internal.relay;

import dev.banyan.replication.internal.relay.DeliveryStore.Due;
import dev.banyan.replication.relay.Answer;
import dev.banyan.replication.relay.RelaySettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what is due and writes down what became of it, from one connection to its end.
///
/// What was sent and not yet written down then is sent again: the receiver's inbox knows it. What
/// is in memory ends with it, and answers that come later are nobody's. Confined to one thread, but
/// for `wake` and what senders tell.
final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int POLLS_BETWEEN_SETTLING = 4;
    private static final int POLLS_BETWEEN_SWEEPING = 20;
    private static final int MARKS = 500;

    private final String name;
    private final RelaySettings settings;
    private final Sender sender;
    private final DeliveryCounters counters;
    private final Executor senders;
    private final DeliveryStore store;
    private final Housekeeping housekeeping;
    private final Map<String, Outlet> outlets = new HashMap<>();
    private final Map<String, List<Long>> done = new HashMap<>();
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final Pulse settling;
    private final Pulse sweeping;

    Deliveries(
            Connection connection,
            String name,
            RelaySettings settings,
            Sender sender,
            DeliveryCounters counters,
            Executor senders) {
        this.name = name;
        this.settings = settings;
        this.sender = sender;
        this.counters = counters;
        this.senders = senders;
        this.store = new DeliveryStore(connection, settings);
        this.housekeeping = new Housekeeping(connection, name, settings.keep());
        this.settling = new Pulse(settings.poll().multipliedBy(POLLS_BETWEEN_SETTLING));
        this.sweeping = new Pulse(settings.poll().multipliedBy(POLLS_BETWEEN_SWEEPING));
    }

    /// Where something is to be read already, the table is looked at after it.
    void wake() {
        if (told.isEmpty()) {
            told.add(new Told(null));
        }
    }

    void run(BooleanSupplier closing) throws SQLException, InterruptedException {
        store.prepare();
        while (!closing.getAsBoolean()) {
            keepHouse();
            for (var outlet : outlets.entrySet()) {
                fill(outlet.getKey(), outlet.getValue());
                send(outlet.getKey(), outlet.getValue());
            }
            listen();
        }
        writeDone();
    }

    private void keepHouse() throws SQLException {
        long now = System.nanoTime();
        if (settling.isDue(now)) {
            housekeeping.settle();
            for (var subscriber : store.subscribers()) {
                outlets.computeIfAbsent(subscriber, _ -> new Outlet(settings.concurrency()));
            }
        }
        if (sweeping.isDue(now)) {
            housekeeping.sweep();
            counters.show(housekeeping.backlog());
        }
    }

    private void fill(String subscriber, Outlet outlet) throws SQLException {
        int room = settings.window() - outlet.known().size();
        if (room > settings.window() / 2 && !outlet.isPaused(System.nanoTime())) {
            // First what is done: else it would be found again.
            writeDone(subscriber);
            outlet.add(store.due(subscriber, outlet.known(), room));
        }
    }

    private void send(String subscriber, Outlet outlet) {
        for (var due = outlet.next(System.nanoTime());
                due.isPresent();
                due = outlet.next(System.nanoTime())) {
            Due one = due.get();
            senders.execute(() ->
                    told.add(new Told(new Sent(subscriber, one, sender.send(subscriber, one)))));
        }
    }

    /// Waits for an answer, takes in what else has arrived.
    private void listen() throws SQLException, InterruptedException {
        Told first = told.poll(settings.poll().toMillis(), TimeUnit.MILLISECONDS);
        var all = new ArrayList<Told>();
        if (first != null) {
            all.add(first);
            told.drainTo(all, MARKS);
        }
        for (var one : all) {
            if (one.sent() != null) {
                take(one.sent());
            }
        }
        if (first == null || done.values().stream().anyMatch(d -> d.size() >= MARKS)) {
            writeDone();
        }
    }

    private void take(Sent sent) throws SQLException {
        Outlet outlet = outlets.get(sent.subscriber());
        if (outlet == null) {
            return;
        }
        Due due = sent.due();
        switch (sent.answer()) {
            case Answer.Delivered _ -> {
                outlet.delivered(due);
                done.computeIfAbsent(sent.subscriber(), _ -> new ArrayList<>()).add(due.place());
                counters.delivered(sent.subscriber());
            }
            case Answer.Fenced _ -> outlet.fenced(due, System.nanoTime());
            case Answer.Unreachable(var why) -> unreachable(sent, outlet, why);
            case Answer.Unanswered(var why) -> {
                outlet.unanswered(due);
                store.unanswered(sent.subscriber(), due, why);
                LOG.warn("{}: {}", where(sent), why);
            }
            case Answer.Refused(var why) -> refused(sent, outlet, why);
        }
    }

    private void unreachable(Sent sent, Outlet outlet, String why) {
        if (outlet.unreachable(sent.due(), System.nanoTime())) {
            LOG.warn("{}: {}. All events for it wait until it answers.", where(sent), why);
        }
    }

    private void refused(Sent sent, Outlet outlet, String why) throws SQLException {
        outlet.parked(sent.due());
        if (store.refused(sent.subscriber(), sent.due(), why)) {
            counters.died(sent.subscriber());
            LOG.error(
                    "{}: it is a dead letter after {} tries, later events of its subject wait: {}. Next: banyan deliveries --replay {} or --drop {}",
                    where(sent),
                    settings.tries(),
                    why,
                    sent.due().id(),
                    sent.due().id());
        } else {
            LOG.warn("{}: {}", where(sent), why);
        }
    }

    private String where(Sent sent) {
        return "%s: event '%s' to '%s'".formatted(name, sent.due().id(), sent.subscriber());
    }

    private void writeDone() throws SQLException {
        for (var subscriber : List.copyOf(done.keySet())) {
            writeDone(subscriber);
        }
    }

    private void writeDone(String subscriber) throws SQLException {
        var places = done.remove(subscriber);
        if (places != null) {
            store.done(subscriber, places);
        }
    }

    /// What a sender tells; without a delivery it only wakes.
    private record Told(@Nullable Sent sent) {}

    private record Sent(String subscriber, Due due, Answer answer) {}
}
