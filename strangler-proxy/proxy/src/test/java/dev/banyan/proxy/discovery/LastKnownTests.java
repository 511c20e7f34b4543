package dev.banyan.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastKnownTests {
    private InetAddress[] answer = {};
    private boolean fails;
    private final LastKnown list =
            new LastKnown(new DnsDiscovery(true, "shop.internal", 443, host -> resolve()));

    private InetAddress[] resolve() throws UnknownHostException {
        if (fails) {
            throw new UnknownHostException("shop.internal");
        }
        return answer;
    }

    @Test
    void keepsTheListWhileItsSourceFailsOrListsNobody() throws UnknownHostException {
        answer = new InetAddress[] {InetAddress.getByAddress(new byte[] {10, 0, 0, 7})};
        var found = list.refreshed();
        assertThat(found)
                .isEqualTo(List.of(new Discovery.Address(true, "10.0.0.7", 443, "shop.internal")));

        fails = true;
        assertThat(list.refreshed()).isEqualTo(found);
        assertThat(list.problem()).isEqualTo("The name 'shop.internal' cannot be resolved.");

        fails = false;
        answer = new InetAddress[] {};
        assertThat(list.refreshed()).isEqualTo(found);
        assertThat(list.problem()).isEqualTo("the source lists no instance");
    }

    @Test
    void takesTheServicesOfTheBestPriorityOnly() {
        var best = new DnsServiceDiscovery.Service(1, 80, "a");

        assertThat(
                        DnsServiceDiscovery.best(
                                List.of(new DnsServiceDiscovery.Service(2, 80, "b"), best)))
                .containsExactly(best);
    }
}
