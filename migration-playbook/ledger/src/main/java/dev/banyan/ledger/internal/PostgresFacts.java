package dev.banyan.ledger.internal;

import dev.banyan.ledger.Applied;
import dev.banyan.ledger.Heartbeat;
import dev.banyan.ledger.LiveFacts;
import dev.banyan.ledger.ModulePicture;
import dev.banyan.ledger.ProcessState;
import dev.banyan.ledger.ReadCounts;
import dev.banyan.routing.Side;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The part of the ledger that changes all the time.
class PostgresFacts implements LiveFacts {
    private final Transactions transactions;

    PostgresFacts(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void beat(Heartbeat heartbeat) {
        transactions.fleeting(
                "write the heartbeat of '%s'".formatted(heartbeat.process()),
                connection -> Processes.beat(connection, heartbeat));
    }

    @Override
    public List<ProcessState> processes() {
        return transactions.repeatable("read the processes", Processes::all);
    }

    @Override
    public boolean forget(String process) {
        return transactions.repeatable(
                "forget '%s'".formatted(process),
                connection -> Processes.forget(connection, process));
    }

    @Override
    public void applied(String module, Side side, Instant clock) {
        transactions.fleeting(
                "write what is applied of '%s'".formatted(module),
                connection -> Processes.applied(connection, module, side, clock));
    }

    @Override
    public Map<Applied.Direction, Instant> applied() {
        return transactions.repeatable("read what is applied", Processes::applied);
    }

    @Override
    public void seen(String process, List<ReadCounts> counts) {
        transactions.fleeting(
                "write what '%s' has seen".formatted(process),
                connection -> Sightings.write(connection, process, counts));
    }

    @Override
    public Map<String, List<ReadCounts>> seen() {
        return transactions.repeatable("read what was seen", Sightings::all);
    }

    @Override
    public void picture(String module, ModulePicture picture) {
        transactions.fleeting(
                "write how '%s' is".formatted(module),
                connection -> Sightings.write(connection, module, picture));
    }

    @Override
    public Optional<ModulePicture> picture(String module) {
        return transactions.repeatable(
                "read how '%s' is".formatted(module),
                connection -> Sightings.picture(connection, module));
    }
}
