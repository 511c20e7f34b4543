package dev.banyan.shop.seed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Makes up customers, and what they think.
final class Crowd {

    static final int SIZE = 240;

    private static final List<String> FIRST =
            List.of(
                    "Ada", "Bruno", "Carmen", "Dmitri", "Elif", "Farid", "Greta", "Hiro", "Ines",
                    "Jonas", "Kofi", "Lena", "Mira", "Nils", "Olga", "Pedro");
    private static final List<String> LAST =
            List.of(
                    "Almeida",
                    "Berg",
                    "Costa",
                    "Dietrich",
                    "Eriksen",
                    "Fontaine",
                    "Garcia",
                    "Haddad",
                    "Ivanova",
                    "Jansen",
                    "Kimura",
                    "Lindqvist",
                    "Moreau",
                    "Novak",
                    "Okafor");
    private static final List<String> CITIES =
            List.of("Lisbon", "Bergen", "Lyon", "Graz", "Utrecht", "Porto", "Gent", "Turku");
    private static final List<String> COUNTRIES =
            List.of("PT", "NO", "FR", "AT", "NL", "PT", "BE", "FI");
    private static final List<String> VERDICTS =
            List.of("Not for me", "Could be better", "Does its job", "Good", "Would buy it again");

    private Crowd() {}

    static List<Seed.Customer> customers() {
        var customers = new ArrayList<Seed.Customer>();
        for (int number = 1; number <= SIZE; number++) {
            customers.add(customer(number));
        }
        return customers;
    }

    private static Seed.Customer customer(int number) {
        var first = FIRST.get(number % FIRST.size());
        var last = LAST.get(number % LAST.size());
        int city = number % CITIES.size();
        return new Seed.Customer(
                SeedIds.customer(number),
                "%s.%s.%d@example.com".formatted(first, last, number).toLowerCase(Locale.ROOT),
                first + " " + last,
                number % 10 == 0 ? "PREMIUM" : number % 25 == 1 ? "BUSINESS" : "REGULAR",
                number + " Harbour Street",
                CITIES.get(city),
                "%04d".formatted(1000 + number),
                COUNTRIES.get(city));
    }

    /// So many reviews with five, four, three, two stars and one, each by another customer.
    static void review(List<Seed.Review> reviews, int product, int... stars) {
        int customer = 1;
        for (int worse = 0; worse < stars.length; worse++) {
            for (int count = 0; count < stars[worse]; count++) {
                reviews.add(review(reviews.size() + 1, product, customer++, 5 - worse));
            }
        }
    }

    /// A few reviews, mostly friendly.
    static void reviewSomehow(List<Seed.Review> reviews, int product, RandomGenerator random) {
        review(
                reviews,
                product,
                random.nextInt(6),
                random.nextInt(5),
                random.nextInt(3),
                random.nextInt(2),
                random.nextInt(2));
    }

    private static Seed.Review review(int number, int product, int customer, int rating) {
        return new Seed.Review(
                SeedIds.review(number),
                SeedIds.product(product),
                SeedIds.customer(customer),
                rating,
                VERDICTS.get(rating - 1),
                "",
                1 + number * 7 % 365);
    }
}
