package dev.banyan.cli.processes;

/// What became of one case of the crash matrix, as a row of its table.
///
/// @param owner the side that everything ended on
/// @param millis from the blow until everything was whole again
/// @param answers that clients got during the case
record CrashResult(CrashCase of, String owner, long millis, long answers, int failed, int unknown) {

    @Override
    public String toString() {
        return "| %s | %s | %d | %d | %d | %d |"
                .formatted(of, owner, millis, answers, failed, unknown);
    }
}
