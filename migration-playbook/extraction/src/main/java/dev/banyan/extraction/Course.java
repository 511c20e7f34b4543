package dev.banyan.extraction;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What an attempt does, one step after the other: carried out, or told by a dry run.
final class Course {

    /// Work of one step.
    @FunctionalInterface
    interface Deed {
        /// Returns what it found, for the journal.
        Map<String, String> run(HeldAttempt held) throws SQLException, InterruptedException;
    }

    private record Leg(String name, String does, Deed deed) {}

    private final List<Leg> legs = new ArrayList<>();

    /// Adds a step.
    ///
    /// @param name as the journal has it
    /// @param does what it does, for a person
    Course then(String name, String does, Deed deed) {
        legs.add(new Leg(name, does, deed));
        return this;
    }

    /// Runs every step, each journaled before it runs with what the one before it found.
    ///
    /// @return what the last one found
    Map<String, String> run(HeldAttempt held) throws SQLException, InterruptedException {
        var found = Map.<String, String>of();
        for (var leg : legs) {
            held.step(leg.name(), found);
            found = leg.deed().run(held);
        }
        return found;
    }

    List<String> told() {
        return legs.stream().map(leg -> leg.name() + ": " + leg.does()).toList();
    }
}
