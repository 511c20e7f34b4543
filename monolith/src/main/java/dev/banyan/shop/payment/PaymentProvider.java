package dev.banyan.shop.payment;

import java.util.Optional;
import java.util.UUID;

/// Somebody who takes money from customers, outside of the shop: slow, and not always answering.
interface PaymentProvider {

    /// Takes the money. A provider need not notice that it was asked before: whoever asks again
    /// looks for the charge first.
    ///
    /// @throws NoAnswerException when it is not known whether the money was taken
    Answer charge(ProviderCharge charge);

    /// What became of a charge, if it ever reached the provider.
    Optional<Answer> find(UUID reference);

    /// Gives the money back; repeating it changes nothing.
    void refund(UUID reference);

    /// What a provider says.
    sealed interface Answer {

        UUID reference();

        /// It has the money.
        record Charged(UUID reference) implements Answer {}

        /// It does not take the money, for good.
        record Declined(UUID reference, String reason) implements Answer {}
    }

    /// The provider did not answer in time.
    class NoAnswerException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoAnswerException(UUID reference) {
            super(
                    "The provider gave no answer about the charge '%s'. It is asked again."
                            .formatted(reference));
        }
    }
}
