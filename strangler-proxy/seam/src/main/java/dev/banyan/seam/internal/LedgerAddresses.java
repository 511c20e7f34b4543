package dev.banyan.seam.internal;

import dev.banyan.ledger.Ledger;
import dev.banyan.ledger.LedgerException;
import dev.banyan.ledger.LedgerView;
import dev.banyan.ledger.config.BadConfiguration;
import dev.banyan.ledger.config.ModuleSettings;
import dev.banyan.ledger.config.UpstreamSettings;
import dev.banyan.ledger.config.UpstreamSettings.Discovery;
import dev.banyan.seam.SeamSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where services are: as the application's settings say, else as the module's part in the ledger
/// does. What the ledger said is kept on disk. Safe for all threads; reads on one of its own.
final class LedgerAddresses implements Addresses, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerAddresses.class);
    private static final long RETRY_SECONDS = 1;

    private final SeamSettings settings;
    private final Supplier<Ledger> ledger;
    private final Path file;
    private final BlockingQueue<LedgerView> views = new ArrayBlockingQueue<>(1);
    private volatile Map<String, List<URI>> told = Map.of();
    private volatile @Nullable Thread thread;

    LedgerAddresses(SeamSettings settings, Supplier<Ledger> ledger, Path file) {
        this.settings = settings;
        this.ledger = ledger;
        this.file = file;
    }

    @Override
    public List<URI> of(String module) {
        var own = settings.modules().get(module);
        var set = own == null ? null : own.candidateUrl();
        return set == null ? told.getOrDefault(module, List.of()) : List.of(set);
    }

    /// Reads what was told last, then follows.
    void start() {
        try {
            if (Files.exists(file)) {
                told = parse(Files.readAllLines(file));
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The services' addresses in '{}' cannot be read.", file, e);
        }
        var reader = Thread.ofPlatform().name("seam-addresses").daemon().unstarted(this::run);
        thread = reader;
        reader.start();
    }

    /// There is a newer view; returns at once.
    void changed(LedgerView view) {
        views.poll();
        var _ = views.offer(view);
    }

    private void run() {
        try (var open = ledger.get()) {
            while (!Thread.currentThread().isInterrupted()) {
                follow(open, views.take());
            }
        } catch (InterruptedException stopped) {
            LOG.debug("Stopped to follow the services' addresses.");
        }
    }

    private void follow(Ledger open, LedgerView view) throws InterruptedException {
        try {
            var found = new TreeMap<String, List<URI>>();
            for (var module : view.extractions().keySet()) {
                found.put(module, addresses(open, module));
            }
            if (!found.equals(told)) {
                told = Map.copyOf(found);
                write(found);
            }
        } catch (BadConfiguration e) {
            LOG.error("What the ledger says of the services cannot be read, it is not used.", e);
        } catch (LedgerException | UncheckedIOException e) {
            LOG.warn(
                    "The services' addresses cannot be taken over; trying again: {}",
                    e.getMessage());
            TimeUnit.SECONDS.sleep(RETRY_SECONDS);
            var _ = views.offer(view);
        }
    }

    private static List<URI> addresses(Ledger open, String module) {
        return open.part(module)
                .map(Ledger.ModulePart::json)
                .map(ModuleSettings::fromJson)
                .flatMap(ModuleSettings::candidate)
                .map(UpstreamSettings::discovery)
                .map(discovery -> addresses(module, discovery))
                .orElse(List.of());
    }

    private static List<URI> addresses(String module, Discovery discovery) {
        return switch (discovery) {
            case Discovery.Static written ->
                    written.endpoints().stream()
                            .map(endpoint -> URI.create(endpoint.toString()))
                            .toList();
            case Discovery.Dns dns -> List.of(URI.create(dns.endpoint().toString()));
            case Discovery.DnsService _, Discovery.Registry _ -> {
                LOG.warn(
                        "The seam cannot look up the service of '{}' there. Next: give 'banyan.seam.modules.{}.candidate-url'.",
                        module,
                        module);
                yield List.of();
            }
        };
    }

    private static Map<String, List<URI>> parse(List<String> lines) {
        var found = new TreeMap<String, List<URI>>();
        for (var line : lines) {
            var words = line.split(" ", -1);
            var addresses = new ArrayList<URI>();
            for (int i = 1; i < words.length; i++) {
                addresses.add(URI.create(words[i]));
            }
            found.put(words[0], List.copyOf(addresses));
        }
        return Map.copyOf(found);
    }

    private void write(Map<String, List<URI>> found) {
        var lines = new ArrayList<String>();
        found.forEach((module, addresses) -> {
            var line = new StringBuilder(module);
            addresses.forEach(address -> line.append(' ').append(address));
            lines.add(line.toString());
        });
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var next = file.resolveSibling(file.getFileName() + ".next");
            Files.write(next, lines);
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        var reader = thread;
        if (reader != null) {
            reader.interrupt();
        }
    }
}
