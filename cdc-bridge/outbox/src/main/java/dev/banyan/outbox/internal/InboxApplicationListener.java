package dev.banyan.outbox.internal;

import dev.banyan.outbox.ModuleEvent;
import java.lang.reflect.Method;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalApplicationListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// A listener that only announces its event after the commit. What handles the event is the
/// dispatcher, from the database, so that order and a crash are treated in one place.
final class InboxApplicationListener extends ApplicationListenerMethodAdapter
        implements TransactionalApplicationListener<ApplicationEvent> {

    private final Supplier<Lanes> lanes;

    InboxApplicationListener(String beanName, Class<?> type, Method method, Supplier<Lanes> lanes) {
        super(beanName, type, method);
        this.lanes = lanes;
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new Announcement(event));
        }
    }

    /// Called for a resubmission: it is announced like any other.
    @Override
    public void processEvent(ApplicationEvent event) {
        if (event instanceof PayloadApplicationEvent<?> payload
                && payload.getPayload() instanceof ModuleEvent told) {
            lanes.get().offer(new Lane(getListenerId(), told.subject()));
        }
    }

    @Override
    public TransactionPhase getTransactionPhase() {
        return TransactionPhase.AFTER_COMMIT;
    }

    @Override
    public void addCallback(SynchronizationCallback callback) {
        throw new UnsupportedOperationException(
                "Inbox listener '%s' is not handled in the publisher's thread, it has no callbacks."
                        .formatted(getListenerId()));
    }

    /// Calls the method through its bean's proxies.
    void handle(Object event) {
        super.processEvent(new PayloadApplicationEvent<>(this, event));
    }

    private final class Announcement implements TransactionSynchronization {

        private final ApplicationEvent event;

        private Announcement(ApplicationEvent event) {
            this.event = event;
        }

        @Override
        public void afterCommit() {
            processEvent(event);
        }
    }
}
