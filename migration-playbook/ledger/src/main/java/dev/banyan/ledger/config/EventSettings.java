package dev.banyan.ledger.config;

import java.time.Duration;
import java.util.Optional;

/// How the bridge brings events from the outboxes to whoever handles them now.
///
/// @param receiver where the application that the modules come from takes them
/// @param kafka a broker that gets all of them as well
public record EventSettings(
        ReceiverSettings receiver,
        int concurrency,
        int tries,
        Duration firstBackoff,
        Duration longestBackoff,
        Duration timeout,
        Duration keep,
        Optional<KafkaSettings> kafka) {

    /// Where an application takes events. What is not said is as the bridge's `events` say, or
    /// known from elsewhere.
    ///
    /// @param url without a path; by default the application's first upstream
    public record ReceiverSettings(
            Optional<Endpoint> url, Optional<String> receive, Optional<Secret> token) {
        static ReceiverSettings read(Section section) {
            return new ReceiverSettings(
                    section.optional(
                            "url",
                            Kind.ENDPOINT,
                            "where the application takes them; by default its first upstream"),
                    section.optional(
                            "receive",
                            Kind.matching("/[!-~&&[^?#]]*", "a path", "/internal/events"),
                            "the path there; by default /internal/events"),
                    section.secret("token", "the bearer token that it wants"));
        }
    }

    /// A broker.
    public record KafkaSettings(String bootstrapServers, String topic) {
        static KafkaSettings read(Section section) {
            return new KafkaSettings(
                    section.required(
                            "bootstrapServers",
                            Kind.matching(
                                    "[^,:]+:[0-9]+(,[^,:]+:[0-9]+)*",
                                    "host:port, several with commas",
                                    "127.0.0.1:9092"),
                            "its brokers"),
                    section.orElse(
                            "topic",
                            Kind.matching(
                                    "[A-Za-z0-9._{}-]{1,200}", "a topic's name", "events.{module}"),
                            "events.{module}",
                            "the topic; {module} stands for the module that published"));
        }
    }

    static EventSettings read(Section section) {
        return new EventSettings(
                ReceiverSettings.read(section),
                section.orElse(
                        "concurrency",
                        Kind.whole(1, 1000),
                        "16",
                        "deliveries to one subscriber at the same time"),
                section.orElse(
                        "tries", Kind.whole(1, 1000), "5", "refusals that make a dead letter"),
                section.orElse(
                        "firstBackoff",
                        Kind.duration("10ms", "1h"),
                        "1s",
                        "wait after the first refusal; it doubles each time"),
                section.orElse(
                        "longestBackoff",
                        Kind.duration("10ms", "1d"),
                        "1m",
                        "longest wait between two tries"),
                section.orElse("timeout", Kind.duration("100ms", "10m"), "10s", "for one answer"),
                section.orElse(
                        "keep",
                        Kind.duration("0s", "365d"),
                        "1h",
                        "how long an event stays at least"),
                section.optionalSection("kafka", KafkaSettings::read));
    }
}
