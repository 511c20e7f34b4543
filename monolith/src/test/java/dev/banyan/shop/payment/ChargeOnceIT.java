package dev.banyan.shop.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.banyan.shop.money.Money;
import dev.banyan.shop.running.ShopTest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ShopTest
class ChargeOnceIT {

    private final Payments payments;
    private final PaymentLedger ledger;
    private final PaymentProvider provider;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final UUID order = UUID.randomUUID();

    @Autowired
    ChargeOnceIT(
            Payments payments,
            PaymentLedger ledger,
            PaymentProvider provider,
            JdbcTemplate jdbc,
            PlatformTransactionManager manager) {
        this.payments = payments;
        this.ledger = ledger;
        this.provider = provider;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(manager);
        this.transaction.setName(ChargeOnceIT.class.getName());
    }

    @Test
    void chargesOnceWhenManyAskAtTheSameTime() throws Exception {
        var start = new CountDownLatch(1);
        List<Future<PaymentOutcome>> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers =
                    IntStream.range(0, 8)
                            .mapToObj(number ->
                                    threads.submit(() -> {
                                        start.await();
                                        return payments.charge(wish("card"));
                                    }))
                            .toList();
            start.countDown();
        }

        for (var answer : answers) {
            assertThat(answer.get().status())
                    .isIn(PaymentOutcome.Status.COMPLETED, PaymentOutcome.Status.PENDING);
        }
        assertThat(payments.charge(wish("card")).status())
                .isEqualTo(PaymentOutcome.Status.COMPLETED);
        assertThat(charges()).isEqualTo(1);
    }

    @Test
    void findsTheChargeOfAProcessThatDiedBeforeItCouldWriteTheAnswerDown() {
        var task = (PaymentLedger.Task.Charge) ledger.beginCharge(wish("card"));
        provider.charge(task.charge());

        await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> payments.charge(wish("card")).status(),
                        PaymentOutcome.Status.COMPLETED::equals);

        assertThat(charges()).isEqualTo(1);
    }

    /// What a restart finds is never asked for blindly: only the first try may charge at once.
    @Test
    void looksForAnEarlierChargeBeforeItChargesAgain() {
        assertThat(ledger.beginCharge(wish("card"))).isInstanceOf(PaymentLedger.Task.Charge.class);

        var again =
                await().atMost(Duration.ofMinutes(1))
                        .until(
                                () -> ledger.beginCharge(wish("card")),
                                task -> !(task instanceof PaymentLedger.Task.Nothing));

        assertThat(again).isInstanceOf(PaymentLedger.Task.FindOrCharge.class);
    }

    @Test
    void wouldSeeASecondChargeBecauseTheProviderDoesNotPreventIt() {
        var task = (PaymentLedger.Task.Charge) ledger.beginCharge(wish("card"));

        provider.charge(task.charge());
        provider.charge(task.charge());

        assertThat(charges()).isEqualTo(2);
    }

    @Test
    void chargesNothingThatWasRuledOutBeforehand() {
        assertThat(payments.refund(order).status()).isEqualTo(PaymentOutcome.Status.VOIDED);

        assertThat(payments.charge(wish("card")).status()).isEqualTo(PaymentOutcome.Status.VOIDED);

        assertThat(charges()).isZero();
    }

    @Test
    void refundsWhatWasChargedWithoutAnAnswer() {
        assertThat(payments.charge(wish("card-timeout")).status())
                .isEqualTo(PaymentOutcome.Status.PENDING);
        assertThat(payments.refund(order).status()).isEqualTo(PaymentOutcome.Status.REFUNDING);

        await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> ledger.of(order).orElseThrow().status(),
                        PaymentOutcome.Status.REFUNDED::equals);

        assertThat(charges()).isEqualTo(1);
    }

    private ChargeOrder wish(String method) {
        return new ChargeOrder(order, Money.of("10.00", "EUR"), method);
    }

    private int charges() {
        return Objects.requireNonNull(
                transaction.execute(status ->
                        jdbc.queryForObject(
                                """
                                SELECT count(*) FROM payment.payment p
                                JOIN payment.simulated_provider_charge c ON c.reference = p.id
                                WHERE p.order_id = ?
                                """,
                                Integer.class,
                                order)));
    }
}
