package dev.banyan.proxy.control;

import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.LedgerView;
import dev.banyan.ledger.config.BadConfiguration;
import dev.banyan.ledger.config.ModuleSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The modules' parts of the configuration, as the ledger has them: where candidates are, and which
/// session cookies are kept apart. Kept on disk, so that a start needs no ledger.
final class ModuleParts implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ModuleParts.class.getName());
    private static final long RETRY_SECONDS = 1;

    private final Ledger ledger;
    private final Path file;
    private final Consumer<Map<String, ModuleSettings>> listener;
    // Only the newest view counts; one that waits is replaced.
    private final BlockingQueue<LedgerView> views = new ArrayBlockingQueue<>(1);
    private final Thread thread;
    private Map<String, String> parts = new TreeMap<>();

    /// @param ledger one of its own
    /// @param listener hears the parts at the start and after each change, on the thread of this
    ModuleParts(Ledger ledger, Path file, Consumer<Map<String, ModuleSettings>> listener) {
        this.ledger = ledger;
        this.file = file;
        this.listener = listener;
        this.thread = Thread.ofPlatform().daemon().name("module-parts").unstarted(this::run);
    }

    /// Tells what is on disk, then follows.
    void start() {
        try {
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(this::take);
            }
        } catch (IOException | BadConfiguration unreadable) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The modules' parts in '%s' cannot be read; they come from the ledger again."
                            .formatted(file),
                    unreadable);
        }
        tell();
        thread.start();
    }

    private void take(String json) {
        parts.put(ModuleSettings.fromJson(json).name(), json);
    }

    /// There is a newer view; returns at once.
    void changed(LedgerView view) {
        views.poll();
        var _ = views.offer(view);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                follow(views.take());
            }
        } catch (InterruptedException stopped) {
            LOG.log(System.Logger.Level.DEBUG, "Stopped to follow the modules' parts.");
        }
    }

    private void follow(LedgerView view) throws InterruptedException {
        try {
            refresh(view);
        } catch (LedgerException | BadConfiguration | UncheckedIOException failed) {
            LOG.log(System.Logger.Level.WARNING, "A module's part cannot be taken over.", failed);
            TimeUnit.SECONDS.sleep(RETRY_SECONDS);
            var _ = views.offer(view);
        }
    }

    private void refresh(LedgerView view) {
        var found = new TreeMap<String, String>();
        for (var module : view.extractions().keySet()) {
            var part = ledger.part(module);
            var json = part.isPresent() ? part.get().json() : null;
            if (json != null) {
                found.put(module, json.replace("\n", " "));
            }
        }
        if (!found.equals(parts)) {
            parts = found;
            tell();
            write();
        }
    }

    private void tell() {
        var settings = new LinkedHashMap<String, ModuleSettings>();
        parts.forEach((module, json) -> settings.put(module, ModuleSettings.fromJson(json)));
        listener.accept(settings);
    }

    private void write() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var next = file.resolveSibling(file.getFileName() + ".next");
            Files.write(next, parts.values());
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        ledger.close();
    }
}
