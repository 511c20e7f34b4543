package dev.banyan.proxy.admin;

import dev.banyan.proxy.spi.DataPath;
import dev.banyan.proxy.upstream.BalancedUpstream;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// The live state as JSON.
public final class StateJson {

    /// How the proxy stands to the ledger.
    public record LedgerState(long version, boolean reachable, String refusal) {}

    private StateJson() {}

    public static String of(
            DataPath path, LedgerState ledger, Collection<BalancedUpstream> upstreams) {
        var state = path.state();
        return "{\"address\":%s,\"transport\":%s,\"connections\":%d,\"requests\":%d,\"ledger\":{\"version\":%d,\"reachable\":%b,\"refused\":%s},\"modules\":%s,\"upstreams\":%s}\n"
                .formatted(
                        text(path.address().toString()),
                        text(path.transport()),
                        state.connections(),
                        state.requests(),
                        ledger.version(),
                        ledger.reachable(),
                        text(ledger.refusal()),
                        list(state.modules().stream().map(StateJson::module).toList()),
                        list(upstreams.stream().map(StateJson::upstream).toList()));
    }

    private static String module(DataPath.ModuleState module) {
        return "{\"module\":%s,\"version\":%d,\"acknowledged\":%d,\"writesInFlight\":%d,\"held\":%d,\"heldBytes\":%d,\"oldestWrite\":%s}"
                .formatted(
                        text(module.module()),
                        module.version(),
                        module.acknowledged(),
                        module.writesInFlight(),
                        module.held(),
                        module.heldBytes(),
                        text(module.oldestWrite()));
    }

    private static String upstream(BalancedUpstream upstream) {
        return "{\"name\":%s,\"breaker\":%s,\"inFlight\":%d,\"instances\":%s}"
                .formatted(
                        text(upstream.name()),
                        text(upstream.breaker().state().name()),
                        upstream.inFlight(),
                        list(upstream.state().stream().map(StateJson::instance).toList()));
    }

    private static String instance(BalancedUpstream.InstanceState instance) {
        return "{\"endpoint\":%s,\"healthy\":%b,\"ejected\":%b,\"inFlight\":%d}"
                .formatted(
                        text(instance.endpoint()),
                        instance.healthy(),
                        instance.ejected(),
                        instance.inFlight());
    }

    private static String list(List<String> elements) {
        return elements.stream().collect(Collectors.joining(",", "[", "]"));
    }

    /// A text with what JSON needs escaped, and what is not printable.
    static String text(String value) {
        var text = new StringBuilder("\"");
        value.chars()
                .forEach(c -> {
                    if (c == '"' || c == '\\') {
                        text.append('\\').append((char) c);
                    } else if (c < 0x20 || c > 0x7e) {
                        text.append("\\u%04x".formatted(c));
                    } else {
                        text.append((char) c);
                    }
                });
        return text.append('"').toString();
    }
}
