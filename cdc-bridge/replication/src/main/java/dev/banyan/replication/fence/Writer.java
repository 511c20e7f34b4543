package dev.banyan.replication.fence;

/// A session whose user may write a table of the module.
///
/// @param address `local` for a socket
public record Writer(int process, String user, String application, String address) {

    @Override
    public String toString() {
        return "Process %d (user '%s', application '%s', address '%s') may write the module and is no known writer."
                .formatted(process, user, application, address);
    }
}
