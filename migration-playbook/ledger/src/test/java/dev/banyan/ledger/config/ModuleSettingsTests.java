package dev.banyan.ledger.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ModuleSettingsTests {
    private static final String EVERYTHING =
            """
            source: {url: 'jdbc:postgresql://127.0.0.1:5432/shop'}
            modules:
              inventory:
                schemas: [inventory, "with \\"quotes\\" and \\\\ and ü"]
                tables: [public.stock]
                followed: [catalog.product]
                target:
                  url: jdbc:postgresql://127.0.0.1:5433/inventory
                  username: mover
                  passwordFile: secrets/target
                candidate:
                  dnsService: https://_stock._tcp.example.org
                  refresh: 7s
                  protocol: http2
                  trustedCertificates: ca.pem
                  balance: least-connections
                  timeouts: {connect: 2s, response: 3s, idle: 4s}
                  concurrentRequests: 11
                  breaker: {window: 12, minimumCalls: 5, failurePercent: 13, slowAfter: 14s, slowPercent: 15, open: 16s, trialCalls: 17}
                  retry: {tries: 2, backoff: 18ms, budgetPercent: 19}
                  health: {path: /up, interval: 20s, timeout: 21s, failures: 4, successes: 2}
                  ejection: {failures: 6, duration: 22s, mostPercent: 23}
                  slowStart: 24s
                routes:
                  - path: /api/stock/{sku}
                    methods: [PUT, GET]
                    hosts: ['*.example.org']
                    headers: {X-Version: '2'}
                    writes: every-request
                    webSockets: read-and-write
                stickyKey: header:X-User
                cohorts: {header: X-Side, control: [carol], candidate: [alice, bob]}
                sessionCookies: [SESSION]
                knownWriters: [{role: shop, application: job, address: 10.0.0.0/8}]
                guard: {window: 25s, samples: 26, failedPercent: 27, latency: 28ms, timesSlower: 29, lag: 30s, lagPatience: 31s}
                events: {url: 'http://127.0.0.1:9001', receive: /events, tokenFile: secrets/token}
                contracts:
                  folder: contracts/pacts
                  verifier: [java, -jar, verifier.jar]
                  control: {processes: ['http://127.0.0.1:8080'], command: [java, '--port={port}'], database: 'jdbc:postgresql://127.0.0.1:{databasePort}/app'}
                  candidate: {processes: ['https://a:1', 'http://b:2']}
            """;

    @Test
    void comesBackFromJsonAsItWas() {
        var module = module(EVERYTHING);

        assertThat(ModuleSettings.fromJson(module.toJson())).isEqualTo(module);
    }

    @Test
    void writesEveryValueOutSoThatChangedDefaultsChangeNothing() {
        var module =
                module(
                        "source: {url: 'jdbc:postgresql://h/d'}\nmodules: {m: {schemas: [m], candidate: {registry: m}}}");

        assertThat(module.toJson())
                .contains("\"failurePercent\": 50", "\"stickyKey\": \"user\"", "\"tries\": 3");
        assertThat(ModuleSettings.fromJson(module.toJson())).isEqualTo(module);
    }

    @Test
    void carriesReferencesToSecretsOnly() {
        var module =
                BanyanSettings.parse(
                                "banyan.yaml",
                                EVERYTHING.replace(
                                        "passwordFile: secrets/target", "password: ${TARGET}"),
                                Map.of("TARGET", "hunter2"))
                        .module("inventory");

        assertThat(module.toJson()).contains("${TARGET}").doesNotContain("hunter2");
    }

    @Test
    void survivesTheWayThroughJsonb() {
        var reordered =
                module(EVERYTHING)
                        .toJson()
                        .replace("{\"module\": {", "{\"module\" : {  ")
                        .replace(",\"", ", \"");

        assertThat(ModuleSettings.fromJson(reordered)).isEqualTo(module(EVERYTHING));
    }

    @Test
    void refusesANewerForm() {
        var json = module(EVERYTHING).toJson().replace("\"version\": 1", "\"version\": 2");

        assertThatThrownBy(() -> ModuleSettings.fromJson(json))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("'version' is '2'");
    }

    private static ModuleSettings module(String text) {
        return BanyanSettings.parse("banyan.yaml", text, Map.of())
                .modules()
                .values()
                .iterator()
                .next();
    }

    @Test
    void takesContractsFromAFolderOrABrokerAndNotFromBoth() {
        var broker =
                module(
                        "source: {url: 'jdbc:postgresql://h/d'}\nmodules: {m: {schemas: [m], contracts: {broker: {url: 'http://h:1', tokenFile: t}}}}");

        assertThat(ModuleSettings.fromJson(broker.toJson())).isEqualTo(broker);
        assertThatThrownBy(() ->
                        module(
                                "source: {url: 'jdbc:postgresql://h/d'}\nmodules: {m: {schemas: [m], contracts: {verifier: [v]}}}"))
                .hasMessageContaining(
                        "'modules.m.contracts' needs a folder with pacts or a broker, and not both.");
    }
}
