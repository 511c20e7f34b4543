package dev.banyan.shop.payment;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/// A provider that behaves like a real one on a bad day, as the payment method asks:
/// `card-declined` is refused · `card-timeout` is charged, but the answer never arrives ·
/// `card-unreachable` never reaches the provider · `card-answers-twice` is answered, and then
/// answered once more. Every other method is charged. Like many real ones it does not notice a
/// repeated charge: it takes the money again.
@Component
class SimulatedProvider implements PaymentProvider {

    private final ProviderBooks books;
    private final PaymentLedger answers;
    private final PaymentSettings settings;
    private final Clock clock;

    SimulatedProvider(
            ProviderBooks books,
            @Lazy PaymentLedger answers,
            PaymentSettings settings,
            Clock clock) {
        this.books = books;
        this.answers = answers;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Answer charge(ProviderCharge charge) {
        return switch (charge.method()) {
            case "card-declined" ->
                    new Answer.Declined(charge.reference(), "The card was declined.");
            case "card-unreachable" -> throw silence(charge.reference());
            case "card-timeout" -> {
                book(charge);
                throw silence(charge.reference());
            }
            case "card-answers-twice" -> {
                var answer = book(charge);
                answers.record(answer);
                yield answer;
            }
            default -> book(charge);
        };
    }

    @Override
    public Optional<Answer> find(UUID reference) {
        return books.has(reference) ? Optional.of(new Answer.Charged(reference)) : Optional.empty();
    }

    @Override
    public void refund(UUID reference) {
        books.refund(reference, clock.instant());
    }

    private Answer book(ProviderCharge charge) {
        var now = clock.instant();
        if (now.isAfter(charge.notAfter())) {
            throw new NoAnswerException(charge.reference());
        }
        books.charge(charge, now);
        return new Answer.Charged(charge.reference());
    }

    private NoAnswerException silence(UUID reference) {
        LockSupport.parkNanos(settings.providerTimeout().toNanos());
        return new NoAnswerException(reference);
    }
}
