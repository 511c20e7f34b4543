package dev.banyan.replication.fence;

/// Who wants to change a fence: an attempt with its epoch, of which there is one for each number.
public record FenceChange(String module, long epoch, String attempt) {

    public FenceChange {
        if (module.isBlank() || attempt.isBlank()) {
            throw new IllegalArgumentException(
                    "A change of a fence needs a module and an attempt.");
        }
        if (epoch < 1) {
            throw new IllegalArgumentException(
                    "Epoch "
                            + epoch
                            + " of module '"
                            + module
                            + "' is no number of an attempt: they"
                            + " begin at 1.");
        }
    }

    /// What the marker of this change says: behind it in the log there is no write of the old
    /// owner.
    public String marker() {
        return module + " " + epoch + " " + attempt;
    }
}
