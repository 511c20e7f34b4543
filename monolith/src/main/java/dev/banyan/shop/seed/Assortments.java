package dev.banyan.shop.seed;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Makes up products: some that examples rely upon, and many more to browse.
final class Assortments {

    static final int SIZE = 300;

    private static final String CURRENCY = "USD";

    private record Shelf(String id, String name, List<String> things, int cheapest, int dearest) {}

    private static final List<Shelf> SHELVES =
            List.of(
                    new Shelf(
                            "electronics",
                            "Electronics",
                            List.of(
                                    "Bluetooth Speaker",
                                    "Portable Charger",
                                    "Smart Watch",
                                    "Web Camera",
                                    "Desk Lamp",
                                    "E-Reader"),
                            19,
                            399),
                    new Shelf(
                            "sports",
                            "Sports",
                            List.of(
                                    "Yoga Mat",
                                    "Water Bottle",
                                    "Tennis Racket",
                                    "Bicycle Helmet",
                                    "Rain Jacket",
                                    "Climbing Rope"),
                            9,
                            249),
                    new Shelf(
                            "kitchen",
                            "Kitchen",
                            List.of(
                                    "Chef Knife",
                                    "Cast Iron Pan",
                                    "Tea Kettle",
                                    "Mixing Bowl",
                                    "Coffee Grinder",
                                    "Cutting Board"),
                            12,
                            189),
                    new Shelf(
                            "books",
                            "Books",
                            List.of(
                                    "Field Guide",
                                    "Cookbook",
                                    "Travel Diary",
                                    "Atlas",
                                    "Novel",
                                    "Picture Book"),
                            8,
                            59),
                    new Shelf(
                            "garden",
                            "Garden",
                            List.of(
                                    "Watering Can",
                                    "Pruning Shears",
                                    "Bird Feeder",
                                    "Planter",
                                    "Hammock",
                                    "Lantern"),
                            10,
                            159),
                    new Shelf(
                            "toys",
                            "Toys",
                            List.of(
                                    "Wooden Train",
                                    "Puzzle",
                                    "Kite",
                                    "Marble Run",
                                    "Building Set",
                                    "Board Game"),
                            7,
                            99),
                    new Shelf(
                            "home",
                            "Home",
                            List.of(
                                    "Wool Blanket",
                                    "Wall Clock",
                                    "Bookshelf",
                                    "Mirror",
                                    "Floor Cushion",
                                    "Storage Basket"),
                            15,
                            349),
                    new Shelf(
                            "office",
                            "Office",
                            List.of(
                                    "Fountain Pen",
                                    "Notebook",
                                    "Desk Organizer",
                                    "Office Chair",
                                    "Whiteboard",
                                    "Paper Tray"),
                            4,
                            429));

    private static final List<String> QUALITIES =
            List.of(
                    "Compact",
                    "Classic",
                    "Sturdy",
                    "Light",
                    "Quiet",
                    "Foldable",
                    "Handmade",
                    "Everyday");

    private static final List<String> BRANDS =
            List.of(
                    "Northwind",
                    "Larkspur",
                    "Fernhill",
                    "Brightwater",
                    "Oakline",
                    "Tidewell",
                    "Summit",
                    "Marigold");

    private Assortments() {}

    static List<Seed.Product> products(RandomGenerator random) {
        var products = new ArrayList<>(fixtures());
        for (int number = products.size() + 1; number <= SIZE; number++) {
            products.add(madeUp(number, random));
        }
        return products;
    }

    private static List<Seed.Product> fixtures() {
        return List.of(
                fixture(
                        1,
                        "prod_001",
                        "Wireless Headphones",
                        "Over-ear headphones that keep the noise of the world outside, for thirty hours on one charge.",
                        0,
                        "AudioTech",
                        "299.99",
                        45,
                        100),
                fixture(
                        2,
                        "prod_002",
                        "Running Shoes",
                        "Light shoes with a springy sole, for roads and firm paths.",
                        1,
                        "SportPro",
                        "129.99",
                        0,
                        100),
                fixture(
                        3,
                        "prod_003",
                        "Headphone Case",
                        "A hard case with room for the cable.",
                        0,
                        "AudioTech",
                        "39.99",
                        400,
                        95),
                fixture(
                        4,
                        "prod_004",
                        "Wireless Earbuds",
                        "Small earbuds in a box that charges them.",
                        0,
                        "AudioTech",
                        "149.99",
                        220,
                        88),
                fixture(
                        5,
                        "prod_005",
                        "Running Socks",
                        "Three pairs that dry fast and do not slip.",
                        1,
                        "SportPro",
                        "19.99",
                        900,
                        97),
                fixture(
                        6,
                        "prod_006",
                        "Running Belt",
                        "Carries keys, phone and a bottle.",
                        1,
                        "SportPro",
                        "34.99",
                        350,
                        80),
                fixture(
                        7,
                        "123",
                        "iPhone 15 Pro",
                        "A phone with a titanium frame and three cameras.",
                        0,
                        "Apple",
                        "1199.99",
                        5000,
                        60));
    }

    private static Seed.Product fixture(
            int number,
            String sku,
            String name,
            String description,
            int shelf,
            String brand,
            String price,
            int stock,
            int orders) {
        return product(
                number,
                sku,
                name,
                description,
                SHELVES.get(shelf),
                brand,
                new BigDecimal(price),
                stock,
                orders);
    }

    private static Seed.Product madeUp(int number, RandomGenerator random) {
        var shelf = SHELVES.get(number % SHELVES.size());
        var thing = pick(shelf.things(), random);
        var quality = pick(QUALITIES, random);
        var brand = pick(BRANDS, random);
        var price =
                BigDecimal.valueOf(
                        random.nextInt(shelf.cheapest(), shelf.dearest()) * 100L + 99, 2);
        return product(
                number,
                "prod_%03d".formatted(number),
                "%s %s %s".formatted(brand, quality, thing),
                "A %s %s by %s, made to last."
                        .formatted(
                                quality.toLowerCase(Locale.ROOT),
                                thing.toLowerCase(Locale.ROOT),
                                brand),
                shelf,
                brand,
                price,
                random.nextInt(50, 1_000),
                random.nextInt(0, 50));
    }

    private static Seed.Product product(
            int number,
            String sku,
            String name,
            String description,
            Shelf shelf,
            String brand,
            BigDecimal price,
            int stock,
            int orders) {
        return new Seed.Product(
                SeedIds.product(number),
                sku,
                name,
                description,
                shelf.id(),
                shelf.name(),
                brand,
                price,
                CURRENCY,
                stock,
                orders);
    }

    private static <T> T pick(List<T> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
