package dev.banyan.cli.load;

import dev.banyan.cli.CommandFailure;
import dev.banyan.ledger.config.BanyanSettings;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Orders through the proxy of an installation, beginning with [#start] and ending with [#finish].
/// Safe for use by threads.
public final class Load implements AutoCloseable {
    private static final int CUSTOMERS = 50;
    private static final int MOST_PIECES = 3;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final LoadSettings settings;
    private final Books books;
    private final Shop shop;
    private final Tally tally = new Tally();
    private final AtomicLong trips = new AtomicLong();
    private final List<UUID> products;
    private final List<Customer> customers;
    private final Map<UUID, Long> deliveredBefore;
    private final OpenLoop loop;
    private final Thread thread;
    private final long startedAt;

    private Load(LoadSettings settings, Books books, Shop shop)
            throws InterruptedException, SQLException {
        this.settings = settings;
        this.books = books;
        this.shop = shop;
        this.products = shop.products();
        this.deliveredBefore = books.delivered();
        var deliveries = new Deliveries(settings.pace().perSecond());
        this.customers =
                Stream.generate(() -> new Customer(UUID.randomUUID(), shop, deliveries, tally))
                        .limit(CUSTOMERS)
                        .toList();
        this.startedAt = System.nanoTime();
        this.loop = new OpenLoop(settings.pace(), this::trip);
        this.thread = Thread.ofPlatform().name("load").daemon().start(this::run);
    }

    /// Begins at once.
    ///
    /// @throws CommandFailure if the shop does not answer
    public static Load start(
            LoadSettings settings, BanyanSettings configuration, Map<String, String> environment)
            throws InterruptedException {
        var listen =
                configuration
                        .proxy()
                        .orElseThrow(() ->
                                CommandFailure.refused(
                                        "The configuration names no proxy.",
                                        "write 'proxy:' with 'listen:' into banyan.yaml."))
                        .listen();
        var shop = new Shop(URI.create("http://%s:%d".formatted(listen.host(), listen.port())));
        try {
            return new Load(settings, new Books(configuration, environment), shop);
        } catch (SQLException e) {
            shop.close();
            throw CommandFailure.failed(
                    "The books of the shop cannot be read: " + e.getMessage(),
                    "start everything with './banyan up', and try again.");
        }
    }

    private void run() {
        try {
            loop.run(settings.lasting());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void trip(long plannedNanos) {
        long number = trips.getAndIncrement();
        var random = new SplittableRandom(settings.seed() + number);
        var customer = customers.get(random.nextInt(customers.size()));
        var product = products.get(random.nextInt(products.size()));
        boolean cancels = random.nextInt(100) < settings.cancelPercent();
        int quantity = 1 + random.nextInt(MOST_PIECES);
        try {
            customer.shop(new Trip(number, product, quantity, cancels, plannedNanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// How it goes just now.
    public LoadProgress progress() {
        return LoadProgress.of(
                Duration.ofNanos(System.nanoTime() - startedAt), tally, loop.underWay());
    }

    /// Whether orders are still being placed.
    public boolean isRunning() {
        return thread.isAlive();
    }

    /// Begins no more.
    public void stop() {
        loop.stop();
    }

    /// Waits for its end, so long.
    public void awaitEnd(Duration patience) throws InterruptedException {
        thread.join(patience);
    }

    /// Ends it, waits until every order is decided and everything adds up, or patience is at its
    /// end, and tells what became of it all.
    public LoadReport finish() throws InterruptedException {
        var took = Duration.ofNanos(System.nanoTime() - startedAt);
        loop.stop();
        thread.join();
        long end = System.nanoTime() + settings.patience().toNanos();
        var balance = balance();
        while (!balance.holds() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
            balance = balance();
        }
        return LoadReport.of(settings, took, tally, loop.leftOut(), balance);
    }

    private Balance balance() {
        try {
            return Balance.of(
                    tally.acceptedOrders(),
                    tally.unknownOrders(),
                    books.entries(customers.stream().map(Customer::id).toList()),
                    shelves());
        } catch (SQLException e) {
            throw CommandFailure.failed(
                    "The books of the shop cannot be read: " + e.getMessage(),
                    "see that the databases run, and count again with another './banyan load'.");
        }
    }

    /// What is wrong with the stock, product by product.
    private List<String> shelves() throws SQLException {
        var findings = new ArrayList<String>();
        books.misreserved()
                .forEach((product, pieces) ->
                        findings.add(
                                "of product %s, %d pieces more are put aside than reservations hold"
                                        .formatted(product, pieces)));
        var restocked = tally.restockedByProduct();
        books.delivered()
                .forEach((product, now) -> {
                    long expected =
                            deliveredBefore.getOrDefault(product, 0L)
                                    + restocked.getOrDefault(product, 0L);
                    if (now != expected && tally.unknownRestocks() == 0) {
                        findings.add(
                                "of product %s, %d pieces were delivered, the books say %d"
                                        .formatted(product, expected, now));
                    }
                });
        return findings;
    }

    /// Stops without counting.
    @Override
    public void close() {
        loop.stop();
        thread.interrupt();
        shop.close();
    }
}
