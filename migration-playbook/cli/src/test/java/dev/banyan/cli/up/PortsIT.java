package dev.banyan.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.cli.CommandFailure;
import dev.banyan.cli.ExitCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsIT {
    @TempDir Path folder;

    private final Random random = new Random();
    private KeptProperties kept;

    @BeforeEach
    void prepare() {
        kept = new KeptProperties(folder.resolve("kept"));
    }

    @Test
    void takesFreeOnesBesideEachOtherAndKeepsThem() {
        var first = Ports.choose(Map.of(), kept, random);

        var second = Ports.choose(Map.of(), kept, random);

        assertThat(second).isEqualTo(first);
        assertThat(first.byName().values()).doesNotHaveDuplicates().hasSize(Ports.NAMES.size());
        assertThat(first.of("shop") - first.of("proxy")).isEqualTo(2);
    }

    @Test
    void takesWhatIsAskedForAndKeepsIt() throws Exception {
        var wish = free();

        var first = Ports.choose(Map.of("proxy", wish), kept, random);

        assertThat(first.of("proxy")).isEqualTo(wish);
        assertThat(Ports.choose(Map.of(), kept, random).of("proxy")).isEqualTo(wish);
        assertThat(Ports.choose(Map.of("proxy", 0), kept, random).of("proxy")).isNotEqualTo(wish);
    }

    @Test
    void namesTheOneThatIsTaken() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = other.getLocalPort();

            assertThatThrownBy(() -> Ports.choose(Map.of("proxy", taken), kept, random))
                    .hasMessage(
                            "Port %d, where 'proxy' is to listen, is taken by another program.",
                            taken)
                    .isInstanceOfSatisfying(
                            CommandFailure.class,
                            it -> assertThat(it.next()).contains("./banyan up --port proxy=0"));
        }
    }

    @Test
    void refusesNamesThatItDoesNotKnowAndPortsForTwo() throws Exception {
        var wish = free();

        assertThatThrownBy(() -> Ports.choose(Map.of("proxi", 8080), kept, random))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        f -> assertThat(f.exitCode()).isEqualTo(ExitCode.WRONG_USAGE))
                .hasMessageContaining("not 'proxi=8080'");
        assertThatThrownBy(() -> Ports.choose(Map.of("proxy", wish, "shop", wish), kept, random))
                .hasMessageContaining("cannot share a port");
    }

    private static int free() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
