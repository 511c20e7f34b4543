package dev.banyan.cli.processes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One cell of the crash matrix.
///
/// @param reverse whether the way back is cut off, not the way there
/// @param stalled whether it was only stopped, and wakes up after others have gone on
record CrashCase(boolean reverse, Step step, Victim victim, boolean stalled) {

    /// The steps of a switch at which a bridge can be stopped.
    enum Step {
        HOLD("hold"),
        CLOSE_OLD("close-old"),
        AWAIT_MARKER("await-marker"),
        SEQUENCES("sequences"),
        PASS("pass"),
        OPEN_NEW("open-new"),
        RELEASE("release"),
        MOVE("move");

        final String word;

        Step(String word) {
            this.word = word;
        }
    }

    enum Victim {
        COMMAND_LINE,
        BRIDGE,
        PROXY,
        CONTROL,
        CANDIDATE,
        SOURCE_DATABASE,
        TARGET_DATABASE
    }

    /// Every step with every victim, there and back, and a bridge that only stalled.
    static List<CrashCase> all() {
        var all = new ArrayList<CrashCase>();
        for (var reverse : List.of(false, true)) {
            for (var step : Step.values()) {
                for (var victim : Victim.values()) {
                    all.add(new CrashCase(reverse, step, victim, false));
                }
                all.add(new CrashCase(reverse, step, Victim.BRIDGE, true));
            }
        }
        return all;
    }

    /// Those that hurt most: around the closing, the point of no return and the opening.
    static List<CrashCase> worst() {
        var worst = new ArrayList<CrashCase>();
        for (var step : List.of(Step.CLOSE_OLD, Step.AWAIT_MARKER, Step.PASS, Step.OPEN_NEW)) {
            worst.add(new CrashCase(false, step, Victim.BRIDGE, false));
            worst.add(new CrashCase(false, step, Victim.SOURCE_DATABASE, false));
        }
        return worst;
    }

    @Override
    public String toString() {
        return "%s, %s %s at '%s'"
                .formatted(
                        reverse ? "back" : "there",
                        victim.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        stalled ? "stalled" : "killed",
                        step.word);
    }
}
