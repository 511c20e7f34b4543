package dev.banyan.shop.notification;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// All notifications.
interface Notifications extends Repository<Notification, NotificationId> {

    Notification save(Notification notification);

    Optional<Notification> findById(NotificationId id);

    @Query(
            """
            select n from Notification n
            where n.customerId = :customerId and (:unreadOnly = false or n.readAt is null)
            order by n.createdAt desc
            """)
    List<Notification> newest(UUID customerId, boolean unreadOnly, Limit limit);
}
