package dev.banyan.outbox.internal;

import dev.banyan.outbox.ModuleEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.modulith.events.EventPublication.Status;
import org.springframework.modulith.events.core.EventPublicationRepository;
import org.springframework.modulith.events.core.PublicationTargetIdentifier;
import org.springframework.modulith.events.core.TargetEventPublication;

/// Spring Modulith's repository, where a publication to one of our listeners is written together
/// with its consumer, subject and place, in the publisher's transaction.
final class DeliveryRecordingRepository implements EventPublicationRepository {

    /// What the registry keeps in memory as being processed for all of our publications: it would
    /// keep each for ever, because their end is not told to it but to its table.
    private static final TargetEventPublication DISPATCHED =
            TargetEventPublication.of(
                    "banyan", PublicationTargetIdentifier.of("banyan.dispatcher"), Instant.EPOCH);

    private final EventPublicationRepository delegate;
    private final Supplier<DeliveryRecorder> recorder;

    DeliveryRecordingRepository(
            EventPublicationRepository delegate, Supplier<DeliveryRecorder> recorder) {
        this.delegate = delegate;
        this.recorder = recorder;
    }

    @Override
    public TargetEventPublication create(TargetEventPublication publication) {
        var consumer = recorder.get().consumer(publication.getTargetIdentifier().getValue());
        if (consumer.isEmpty() || !(publication.getEvent() instanceof ModuleEvent event)) {
            return delegate.create(publication);
        }
        recorder.get().record(publication, consumer.get(), event);
        return DISPATCHED;
    }

    /// Resubmission of our publications is the dispatcher's: it knows order, wait and dead letters.
    @Override
    public boolean markResubmitted(UUID identifier, Instant resubmissionDate) {
        return !recorder.get().isRecorded(identifier)
                && delegate.markResubmitted(identifier, resubmissionDate);
    }

    @Override
    public void markProcessing(UUID identifier) {
        delegate.markProcessing(identifier);
    }

    @Override
    public void markCompleted(TargetEventPublication publication, Instant completionDate) {
        delegate.markCompleted(publication, completionDate);
    }

    @Override
    public void markCompleted(
            Object event, PublicationTargetIdentifier identifier, Instant completionDate) {
        delegate.markCompleted(event, identifier, completionDate);
    }

    @Override
    public void markCompleted(UUID identifier, Instant completionDate) {
        delegate.markCompleted(identifier, completionDate);
    }

    @Override
    public void markFailed(UUID identifier) {
        delegate.markFailed(identifier);
    }

    @Override
    public List<TargetEventPublication> findIncompletePublications() {
        return delegate.findIncompletePublications();
    }

    @Override
    public List<TargetEventPublication> findIncompletePublicationsPublishedBefore(Instant instant) {
        return delegate.findIncompletePublicationsPublishedBefore(instant);
    }

    @Override
    public Optional<TargetEventPublication> findIncompletePublicationsByEventAndTargetIdentifier(
            Object event, PublicationTargetIdentifier targetIdentifier) {
        return delegate.findIncompletePublicationsByEventAndTargetIdentifier(
                event, targetIdentifier);
    }

    @Override
    public List<TargetEventPublication> findCompletedPublications() {
        return delegate.findCompletedPublications();
    }

    @Override
    public void deletePublications(List<UUID> identifiers) {
        delegate.deletePublications(identifiers);
    }

    @Override
    public void deleteCompletedPublications() {
        delegate.deleteCompletedPublications();
    }

    @Override
    public void deleteCompletedPublicationsBefore(Instant instant) {
        delegate.deleteCompletedPublicationsBefore(instant);
    }

    @Override
    public List<TargetEventPublication> findFailedPublications(FailedCriteria criteria) {
        return delegate.findFailedPublications(criteria);
    }

    @Override
    public List<TargetEventPublication> findByStatus(Status status) {
        return delegate.findByStatus(status);
    }

    @Override
    public int countByStatus(Status status) {
        return delegate.countByStatus(status);
    }
}
