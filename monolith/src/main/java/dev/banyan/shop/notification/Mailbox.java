package dev.banyan.shop.notification;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Lets people read what they were told.
@Service
@Transactional
class Mailbox {

    private final Notifications notifications;
    private final Clock clock;

    Mailbox(Notifications notifications, Clock clock) {
        this.notifications = notifications;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    List<Notification.View> of(UUID customerId, boolean unreadOnly, int limit) {
        return notifications.newest(customerId, unreadOnly, Limit.of(limit)).stream()
                .map(Notification::view)
                .toList();
    }

    Optional<Notification.View> read(UUID id) {
        var found = notifications.findById(new NotificationId(id));
        found.ifPresent(notification -> notification.read(clock.instant()));
        return found.map(Notification::view);
    }
}
