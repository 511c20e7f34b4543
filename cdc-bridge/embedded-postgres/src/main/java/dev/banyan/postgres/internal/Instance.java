package dev.banyan.postgres.internal;

import dev.banyan.postgres.EmbeddedPostgresException;
import dev.banyan.postgres.EmbeddedPostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One directory and the PostgreSQL that serves it, from lock to unlock. Callers synchronize.
public final class Instance {
    private final EmbeddedPostgresSettings settings;
    private final Home home;
    private final InstanceLock lock;
    private final ServerUser user;
    private final Binaries binaries;
    private final String password;
    private int port;
    private @Nullable Postmaster postmaster;

    private Instance(
            EmbeddedPostgresSettings settings,
            Home home,
            InstanceLock lock,
            ServerUser user,
            Binaries binaries,
            String password) {
        this.settings = settings;
        this.home = home;
        this.lock = lock;
        this.user = user;
        this.binaries = binaries;
        this.password = password;
        this.port = settings.port();
    }

    /// Locks the directory and makes a cluster there if it has none. Nothing runs yet.
    public static Instance prepare(EmbeddedPostgresSettings settings) {
        try {
            var home = new Home(directory(settings));
            home.create();
            var lock = InstanceLock.take(home.directory());
            try {
                return prepare(settings, home, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare the embedded PostgreSQL.", e);
        }
    }

    private static Path directory(EmbeddedPostgresSettings settings) throws IOException {
        return settings.directory().isPresent()
                ? settings.directory().get()
                : Files.createTempDirectory("banyan-postgres-").toRealPath();
    }

    private static Instance prepare(EmbeddedPostgresSettings settings, Home home, InstanceLock lock)
            throws IOException {
        var user = ServerUser.forData(home.data());
        var binaries = Binaries.unpacked(user);
        if (user instanceof ServerUser.Switched) {
            home.openForPassage();
        }
        if (home.hasData()) {
            home.checkVersion(binaries.majorVersion());
            user.own(home.data());
            return new Instance(settings, home, lock, user, binaries, home.password());
        }
        var password = new Cluster(home, binaries, user).create(settings.directory().isPresent());
        return new Instance(settings, home, lock, user, binaries, password);
    }

    /// Starts PostgreSQL and waits until it answers. An orphan of a program that was killed is
    /// stopped first.
    public void start() {
        try {
            var strangerPid = clearOrphan();
            home.turnLog();
            startUntilReady(strangerPid, System.nanoTime() + settings.startupTimeout().toNanos());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot start PostgreSQL in '%s'.".formatted(home.directory()), e);
        }
    }

    /// Returns the process that the pid file names if it is a stranger, else 0.
    private long clearOrphan() throws IOException {
        var file = PostmasterFile.read(home.data());
        if (file.isEmpty()) {
            return 0;
        }
        var orphan = file.get().serving(home.data());
        if (orphan.isEmpty()) {
            return file.get().pid();
        }
        Signals.stopFast(orphan.get(), settings.shutdownTimeout());
        return 0;
    }

    private void startUntilReady(long strangerPid, long deadline) throws IOException {
        while (true) {
            var attemptedPort = port == 0 ? freePort() : port;
            var log = new LogTail(home.log());
            var launched =
                    Postmaster.launch(
                            home, binaries, user, attemptedPort, serverSettings(), strangerPid);
            var readiness =
                    new Readiness(url(attemptedPort, "postgres"), Cluster.SUPERUSER, password);
            switch (readiness.await(launched, deadline)) {
                case READY -> {
                    port = attemptedPort;
                    postmaster = launched;
                    return;
                }
                case TIMED_OUT -> {
                    launched.stopImmediately();
                    throw timedOut(log, readiness);
                }
                case ENDED -> {
                    if (!worthAnotherTry(log) || System.nanoTime() - deadline >= 0) {
                        throw ended(attemptedPort, log);
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
            }
        }
    }

    /// A free port may be taken before PostgreSQL gets it, and the processes of a killed server
    /// need a moment to notice.
    private boolean worthAnotherTry(LogTail log) throws IOException {
        var portWasTaken = settings.port() == 0 && postmaster == null && log.saysPortIsTaken();
        return portWasTaken || log.saysOldMemoryIsInUse();
    }

    private Map<String, String> serverSettings() {
        var all = new LinkedHashMap<String, String>();
        all.put("wal_level", "logical");
        all.put("max_replication_slots", "20");
        all.put("max_wal_senders", "20");
        all.put("timezone", "UTC");
        all.put("log_timezone", "UTC");
        all.putAll(settings.serverSettings());
        // Nobody reaches it from outside, and no socket lies where other users can see it.
        all.put("listen_addresses", "127.0.0.1");
        all.put("unix_socket_directories", "");
        return all;
    }

    private EmbeddedPostgresException ended(int attemptedPort, LogTail log) throws IOException {
        if (log.saysPortIsTaken()) {
            return new EmbeddedPostgresException(
                    "PostgreSQL cannot listen on 127.0.0.1:%d, the port is taken."
                            .formatted(attemptedPort),
                    "free it, or set banyan.postgres.port to another one (0 takes any free one).");
        }
        return new EmbeddedPostgresException(
                "PostgreSQL in '%s' ended while it started; its log says: %s"
                        .formatted(home.directory(), log.text()),
                "read '%s'.".formatted(home.log()));
    }

    private EmbeddedPostgresException timedOut(LogTail log, Readiness readiness)
            throws IOException {
        return new EmbeddedPostgresException(
                "PostgreSQL in '%s' did not answer within %d s; its log says: %s"
                        .formatted(
                                home.directory(),
                                settings.startupTimeout().toSeconds(),
                                log.text()),
                "read '%s'; if it still recovers from a crash, raise banyan.postgres.startup-timeout."
                        .formatted(home.log()),
                readiness.lastFailure());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
            return socket.getLocalPort();
        }
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    public String url(String database) {
        return url(port, database);
    }

    public int port() {
        return port;
    }

    public String password() {
        return password;
    }

    public Path directory() {
        return home.directory();
    }

    public long pid() {
        return running().process().pid();
    }

    public boolean isRunning() {
        return postmaster != null && postmaster.isRunning();
    }

    /// Completes when the PostgreSQL that runs now has ended, for whatever reason.
    public CompletableFuture<Process> ended() {
        return running().ended();
    }

    private Postmaster running() {
        if (postmaster == null) {
            throw new IllegalStateException(
                    "PostgreSQL in '%s' was not started.".formatted(home.directory()));
        }
        return postmaster;
    }

    public void stopFast() {
        if (postmaster != null) {
            postmaster.stopFast(settings.shutdownTimeout());
        }
    }

    public void stopImmediately() {
        running().stopImmediately();
    }

    /// Unlocks the directory; a temporary one is deleted.
    public void release() {
        try {
            if (settings.directory().isEmpty()) {
                DirectoryTree.delete(home.directory());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete '%s'.".formatted(home.directory()), e);
        } finally {
            lock.close();
        }
    }
}
