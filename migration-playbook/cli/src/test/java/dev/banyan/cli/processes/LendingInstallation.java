package dev.banyan.cli.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.cli.FreePort;
import dev.banyan.cli.Typing;
import dev.banyan.postgres.test.PostgresServer;
import dev.banyan.postgres.test.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// The lending register twice, each with a database of its own, behind the proxy, with a bridge.
/// Nothing of Banyan is on the class path of the applications.
final class LendingInstallation implements AutoCloseable {
    private static final AtomicInteger MODULES = new AtomicInteger();
    private static final int TRIALS = 5;
    private static final String SECRET = "of-the-shed";
    private static final Duration ANSWER = Duration.ofMinutes(1);

    /// A machine that does everything at once is slow at times; that is no failure of anybody.
    private static final String PATIENT =
            """
            timeouts: {connect: 30s, response: 60s}
            breaker: {slowAfter: 60s}
            health: {interval: 1s, timeout: 30s}
            """;

    /// Slots and roles belong to a server, which tests may share.
    final String module = "lending_" + MODULES.incrementAndGet();

    final TestDatabase source;
    final TestDatabase target;
    final Path folder;
    final int proxyPort = FreePort.any();
    final int controlPort = FreePort.any();
    final int candidatePort = FreePort.any();
    final LivingProcess control;
    final LivingProcess candidate;
    final LivingProcess proxy;
    final LivingProcess bridge;
    private final HttpClient http = HttpClient.newHttpClient();

    /// What the bridge is started from.
    enum BridgeKind {
        JAR,
        PAUSING
    }

    /// Who answers reads of loans.
    enum Reading {
        BY_SHARE,
        FROM_THE_OWNER
    }

    LendingInstallation(
            PostgresServer sourceServer, PostgresServer targetServer, Path folder, BridgeKind kind)
            throws SQLException, IOException {
        this(sourceServer, targetServer, folder, kind, Reading.BY_SHARE);
    }

    LendingInstallation(
            PostgresServer sourceServer,
            PostgresServer targetServer,
            Path folder,
            BridgeKind kind,
            Reading reading)
            throws SQLException, IOException {
        this.folder = folder;
        this.source = sourceServer.createDatabase();
        this.target = targetServer.createDatabase();
        addRole(source);
        addRole(target);
        Files.writeString(folder.resolve("password"), source.password());
        Files.writeString(folder.resolve("target-password"), target.password());
        Files.writeString(configuration(), configurationText(kind, reading));
        control = application("control", source, controlPort);
        candidate = application("candidate", target, candidatePort);
        bridge = bridge("bridge", kind);
        proxy =
                process(
                        "proxy",
                        List.of(
                                "-Xmx128m",
                                "-jar",
                                jar("strangler-proxy/proxy"),
                                configuration().toString()));
        Eventually.await(
                "the applications",
                () -> status(controlPort) == 200 && status(candidatePort) == 200);
        Eventually.await("the proxy", () -> status(proxyPort) == 200);
        Eventually.await("the bridge", () -> typed("status").text().contains("bridge"));
        fill();
    }

    private void addRole(TestDatabase database) throws SQLException {
        run(
                database,
                """
                DO $$ BEGIN
                  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                    CREATE ROLE %1$s LOGIN PASSWORD '%2$s';
                  END IF;
                END $$;
                GRANT ALL ON SCHEMA public TO %1$s;
                """
                        .formatted(module, SECRET));
    }

    private void fill() throws SQLException {
        run(
                source,
                "INSERT INTO tool (name) SELECT 'tool ' || n FROM generate_series(1, 20) n; INSERT INTO member (name) SELECT 'member ' || n FROM generate_series(1, 20) n;"
                        + " INSERT INTO loan (tool, member, due, remark) SELECT n % 20 + 1, n % 20 + 1, current_date, 'old ' || n FROM generate_series(1, 200) n");
    }

    private LivingProcess application(String name, TestDatabase database, int port) {
        return process(
                name,
                List.of(
                        "-Xmx192m",
                        "-cp",
                        foreignClassPath(),
                        "com.example.lending.LendingApplication",
                        "--server.port=" + port,
                        "--server.address=127.0.0.1",
                        "--server.tomcat.threads.max=32",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + module,
                        "--spring.datasource.password=" + SECRET,
                        "--spring.sql.init.mode=always",
                        "--spring.sql.init.schema-locations=classpath:com/example/lending/schema.sql",
                        "--spring.main.banner-mode=off"));
    }

    /// What the tests run with, without anything of this project but the test classes.
    private static String foreignClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("banyan-"))
                .filter(entry -> !entry.endsWith("target" + File.separator + "classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// One more bridge beside the first; whoever starts it closes it.
    LivingProcess standby() {
        return bridge("standby", BridgeKind.PAUSING);
    }

    private LivingProcess bridge(String name, BridgeKind kind) {
        return process(
                name,
                switch (kind) {
                    case JAR ->
                            List.of(
                                    "-jar",
                                    jar("cdc-bridge/bridge"),
                                    "--config",
                                    configuration().toString());
                    case PAUSING ->
                            List.of(
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    PausingBridge.class.getName(),
                                    configuration().toString(),
                                    folder.toString());
                });
    }

    private LivingProcess process(String name, List<String> java) {
        return new LivingProcess(name, java, Map.of(), folder);
    }

    static String jar(String project) {
        var target = Path.of(System.getProperty("banyan.root")).resolve(project).resolve("target");
        try (var files = Files.list(target)) {
            return files.filter(f -> f.toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        } catch (IOException e) {
            throw new IllegalStateException("There is no jar in '%s'.".formatted(target), e);
        }
    }

    Path configuration() {
        return folder.resolve("banyan.yaml");
    }

    private String configurationText(BridgeKind kind, Reading reading) {
        return """
        source:
          url: %s
          username: %s
          passwordFile: %s
        proxy:
          name: front
          listen: 127.0.0.1:%d
          admin: 127.0.0.1:0
          state: %s
          loops: 1
          accessLog:
            output: off
          control:
            upstreams: [http://127.0.0.1:%d]
        %s
        bridge:
          admin: 127.0.0.1:0
          state: %s
          reader: %s
        modules:
          %s:
            tables: [public.loan]
            followed: [public.tool, public.member]
            target:
              url: %s
              username: %s
              passwordFile: %s
            candidate:
              upstreams: [http://127.0.0.1:%d]
        %s
            guard: {latency: 10s, lag: 10m}
            stickyKey: cookie:visitor
            routes:
              - path: /loans/**%s
            knownWriters:
              - role: %s
        """
                .formatted(
                        source.url(),
                        source.username(),
                        folder.resolve("password"),
                        proxyPort,
                        folder.resolve("proxy"),
                        controlPort,
                        PATIENT.indent(4).stripTrailing(),
                        folder.resolve("state"),
                        kind == BridgeKind.JAR ? "debezium" : "pgoutput",
                        module,
                        target.url(),
                        target.username(),
                        folder.resolve("target-password"),
                        candidatePort,
                        PATIENT.indent(6).stripTrailing(),
                        reading == Reading.FROM_THE_OWNER ? "\n        writes: every-request" : "",
                        module);
    }

    /// Types a command of the command line.
    Typing.Typed typed(String... arguments) {
        return Typing.typed(configuration(), arguments);
    }

    /// The same about the module, which must end well.
    void done(String verb, String... options) {
        var typed = about(verb, options);
        assertThat(typed.exitCode()).as(verb + ": " + typed.text() + "\n" + bridge.said()).isZero();
    }

    /// The same, asked for until it ends well: where a machine under load lags behind a limit for a
    /// moment, a step is refused or undone, which harms nobody.
    void eventually(String verb, String... options) {
        var last = new AtomicReference<>("");
        try {
            Eventually.await(
                    "%s %s".formatted(verb, String.join(" ", options)),
                    () -> {
                        var typed = about(verb, options);
                        last.set(typed.text());
                        return typed.exitCode() == 0;
                    });
        } catch (AssertionError late) {
            throw new AssertionError(last + "\n" + bridge.said(), late);
        }
    }

    /// Plans, with the questions answered that the foreign keys to tables that stay raise.
    void plan() {
        done("plan", "--accept", "loan_member_fkey,loan_tool_fkey");
    }

    Typing.Typed about(String verb, String... options) {
        var arguments = new ArrayList<String>(List.of(verb, module));
        arguments.addAll(List.of(options));
        return typed(arguments.toArray(String[]::new));
    }

    /// A connection as the application has it.
    Connection asApplication(TestDatabase database) throws SQLException {
        return DriverManager.getConnection(database.url(), module, SECRET);
    }

    int status(int port) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/tools".formatted(port)))
                        .timeout(ANSWER);
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /// A connection that a preflight takes for one of the toolkit's own.
    static Connection watching(TestDatabase database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", database.username());
        properties.setProperty("password", database.password());
        properties.setProperty("ApplicationName", "banyan watcher");
        return DriverManager.getConnection(database.url(), properties);
    }

    /// Whether the proxy sends reads and writes on, some of each one after the other: after a crash
    /// it tries a few before it trusts an application again.
    boolean isTrusted() throws IOException, InterruptedException {
        boolean all = true;
        for (int i = 0; i < TRIALS; i++) {
            all &= send(loan().GET()) == 200;
            all &=
                    send(
                                    loan("/remark")
                                            .header(
                                                    "Content-Type",
                                                    "application/x-www-form-urlencoded")
                                            .POST(
                                                    HttpRequest.BodyPublishers.ofString(
                                                            "remark=old")))
                            == 303;
        }
        return all;
    }

    private HttpRequest.Builder loan() {
        return loan("");
    }

    private HttpRequest.Builder loan(String more) {
        var uri = URI.create("http://127.0.0.1:%d/loans/1%s".formatted(proxyPort, more));
        return HttpRequest.newBuilder(uri).timeout(ANSWER).header("Cookie", "visitor=inspector");
    }

    private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    static void run(TestDatabase database, String sql) throws SQLException {
        try (var connection = watching(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Rows of one text column.
    static List<String> texts(TestDatabase database, String sql) throws SQLException {
        try (var connection = watching(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    /// The command line as a process of its own.
    LivingProcess commandLine(String... arguments) {
        var java =
                new ArrayList<String>(
                        List.of(
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.banyan.cli.Banyan"));
        java.addAll(List.of(arguments));
        java.addAll(List.of("--config", configuration().toString()));
        return process("command-line", java);
    }

    @Override
    public void close() {
        http.close();
        for (var process : List.of(proxy, bridge, candidate, control)) {
            process.close();
        }
        Eventually.await(
                "a server without slots and origins of '%s'".formatted(module),
                this::leavesNothing);
    }

    private boolean leavesNothing() throws SQLException {
        for (var database : List.of(source, target)) {
            run(
                    database,
                    """
                    SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
                    WHERE database = current_database();
                    SELECT pg_replication_origin_drop(roname) FROM pg_replication_origin
                    WHERE roname LIKE 'banyan_%s_%%'
                    """
                            .formatted(module));
        }
        return true;
    }
}
