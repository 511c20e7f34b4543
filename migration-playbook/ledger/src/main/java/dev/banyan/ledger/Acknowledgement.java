package dev.banyan.ledger;

import java.util.List;

/// Who has not acknowledged a version yet.
///
/// @param behind proxies and seams that live and decide by an older version
/// @param gone proxies and seams whose heartbeat has stopped
public record Acknowledgement(long version, List<ProcessState> behind, List<ProcessState> gone) {

    public Acknowledgement {
        behind = List.copyOf(behind);
        gone = List.copyOf(gone);
    }

    /// What the processes have said of a version.
    public static Acknowledgement of(long version, List<ProcessState> processes) {
        var routing = processes.stream().filter(process -> process.kind().routes()).toList();
        return new Acknowledgement(
                version,
                routing.stream()
                        .filter(process -> !process.isGone() && process.acknowledged() < version)
                        .toList(),
                routing.stream().filter(ProcessState::isGone).toList());
    }

    /// Whether everybody decides by it.
    public boolean isComplete() {
        return behind.isEmpty() && gone.isEmpty();
    }
}
