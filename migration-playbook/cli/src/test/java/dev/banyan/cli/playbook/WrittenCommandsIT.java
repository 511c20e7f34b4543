package dev.banyan.cli.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.cli.Typed;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// No document and no message names a command that there is not.
class WrittenCommandsIT {
    @Test
    void areTakenByTheCommandLineOrTheLauncher() throws Exception {
        var launcher = Launcher.of(Sources.ROOT);
        var commands = new ArrayList<WrittenCommand>();
        for (var file : Sources.documents()) {
            commands.addAll(WrittenCommand.in(file));
        }
        for (var file : Sources.programs()) {
            commands.addAll(WrittenCommand.in(file));
        }

        assertThat(commands).hasSizeGreaterThan(100);
        assertThat(commands.stream().map(c -> c.problem(launcher)).flatMap(Optional::stream))
                .isEmpty();
    }

    @Test
    void areSeenToBeWrongWhenTheyAre() throws Exception {
        var launcher = Launcher.of(Sources.ROOT);

        assertThat(written("swich inventory").problem(launcher))
                .contains("here: 'banyan swich inventory': there is no such command");
        assertThat(written("switch inventory --write").problem(launcher)).isPresent();
        assertThat(written("diff").problem(launcher)).isPresent();
        assertThat(written("load --for 5s").problem(launcher)).isPresent();
        assertThat(written("bench nothing").problem(launcher)).isPresent();
        assertThat(written("test nowhere").problem(launcher)).isPresent();
    }

    private static WrittenCommand written(String text) {
        return new WrittenCommand("here", false, text);
    }

    @Test
    void areAllKnownToTheLauncherThatTheCommandLineHas() throws Exception {
        assertThat(Launcher.of(Sources.ROOT).commands()).containsAll(Typed.commands());
    }
}
