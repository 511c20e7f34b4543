package dev.banyan.cli.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills, at each step of a switch, each of those who take part in it. `-Dbanyan.case=TEXT` lets
/// the long form take the cases alone whose name contains it, and tells all that the bridge has
/// said.
class CrashMatrixIT {
    private static final int DRAWN = 6;

    @TempDir Path folder;

    @Test
    void endsOnOneSideWhateverDiesWhereItHurtsMost() throws Exception {
        long seed = seed();
        var cases = new ArrayList<>(CrashCase.worst());
        var others = new ArrayList<>(CrashCase.all());
        others.removeAll(cases);
        Collections.shuffle(others, new Random(seed));
        cases.addAll(others.subList(0, DRAWN));
        run(cases, seed);
    }

    @Test
    @Tag("long")
    void endsOnOneSideWhateverDiesWherever() throws Exception {
        long seed = seed();
        var wanted = System.getProperty("banyan.case", "");
        var cases = CrashCase.all().stream().filter(c -> c.toString().contains(wanted)).toList();
        var results = run(cases, seed);
        if (wanted.isEmpty()) {
            write(results);
        }
    }

    private List<CrashResult> run(List<CrashCase> cases, long seed) throws Exception {
        var results = new ArrayList<CrashResult>();
        try (var matrix = new CrashMatrix(folder, seed)) {
            for (var cut : cases) {
                try {
                    var result = matrix.run(cut);
                    System.out.println(result);
                    results.add(result);
                    tell(matrix);
                } catch (AssertionError red) {
                    System.out.println(matrix.log());
                    throw red;
                }
            }
        }
        return results;
    }

    private static void tell(CrashMatrix matrix) {
        if (System.getProperty("banyan.case") != null) {
            System.out.println(matrix.log());
        }
    }

    /// The table of a whole run, for whoever wants to keep it.
    private static void write(List<CrashResult> results) throws IOException {
        var root = Path.of(System.getProperty("banyan.root"));
        var lines = new ArrayList<String>();
        results.forEach(result -> lines.add(result.toString()));
        Files.write(root.resolve("migration-playbook/cli/target/crash-matrix.md"), lines);
    }

    private static long seed() {
        var given = System.getProperty("banyan.seed", "");
        long seed = given.isBlank() ? System.nanoTime() : Long.parseLong(given);
        System.out.println("banyan.seed=" + seed);
        return seed;
    }
}
