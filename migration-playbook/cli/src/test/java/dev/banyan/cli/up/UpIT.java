package dev.banyan.cli.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.cli.Typed;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpIT {
    @TempDir Path folder;

    @Test
    @Tag("long")
    void tellsOfEachPartNamesTheDeadAndGoesOnWithTheSameDataUntilItIsWiped() throws Exception {
        var data = folder.resolve("in stallation");
        String proxy;
        try (var picture = RunningPicture.start(data)) {
            assertThat(picture.told().stream().map(t -> t.path("component").asString()))
                    .containsExactly(
                            "source-database",
                            "target-database",
                            "shop",
                            "inventory-service",
                            "bridge",
                            "proxy");
            proxy = picture.told().getLast().path("address").asString();
            refusesASecondOne(data);
            namesTheDead(picture);
            picture.done("plan", "inventory");

            assertThat(typed("down", "--data", data.toString()))
                    .isEqualTo(new Typed(0, "Stopped.\n"));
            assertThat(picture.process().waitFor()).isEqualTo(143);
        }
        try (var again = RunningPicture.start(data)) {
            assertThat(again.told().getLast().path("address").asString()).isEqualTo(proxy);
            assertThat(again.done("status")).contains("inventory: planned");
        }
        assertThat(typed("down", "--data", data.toString(), "--wipe").text())
                .startsWith("Nothing was running.\nRemoved '");
        assertThat(data).doesNotExist();
    }

    @Test
    void namesAPortThatIsTakenBeforeAnythingIsStarted() throws Exception {
        var data = folder.resolve("other");
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = other.getLocalPort();

            assertThat(typed("up", "--data", data.toString(), "--port", "proxy=" + taken))
                    .isEqualTo(
                            new Typed(
                                    1,
                                    """
                                    Port %d, where 'proxy' is to listen, is taken by another program.
                                    Next: end that program, or take another port: './banyan up --port proxy=0' finds a free one.
                                    """
                                            .formatted(taken)));
        }
        assertThat(data.resolve("databases")).doesNotExist();
    }

    @Test
    void saysWhereNothingIs() {
        assertThat(typed("down", "--data", folder.resolve("none").toString()))
                .isEqualTo(
                        new Typed(
                                0,
                                "There is nothing of 'up' in '%s'.\n"
                                        .formatted(folder.resolve("none"))));
    }

    private static void refusesASecondOne(Path data) throws Exception {
        var command = new ArrayList<>(RunningPicture.commandLine());
        command.addAll(List.of("up", "--data", data.toString()));
        var second = new ProcessBuilder(command).redirectErrorStream(true).start();

        var text = new String(second.getInputStream().readAllBytes(), UTF_8);

        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(text)
                .contains("'up' runs in '%s' already, as process".formatted(data))
                .contains("Next: use that one, stop it with './banyan down'");
    }

    private static void namesTheDead(RunningPicture picture) throws Exception {
        picture.processOf("bridge").destroyForcibly();

        var died = picture.await("bridge", "died");

        assertThat(died.path("ending").asString()).isEqualTo("exit code 137 (signal 9)");
        assertThat(died.path("endOfLog").toString()).contains("bridge is ready");
        assertThat(Path.of(died.path("log").asString())).isRegularFile();
        picture.await("bridge", "ready");
    }

    private static Typed typed(String... arguments) {
        return Typed.run(List.of(arguments));
    }
}
