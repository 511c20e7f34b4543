package dev.banyan.shop.notification;

import dev.banyan.outbox.Idempotent;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What customers see of their notifications.
@RestController
@RequestMapping("/api/notifications")
class NotificationController {

    private final Mailbox mailbox;

    NotificationController(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /// A customer's notifications, the newest first.
    @GetMapping
    List<Notification.View> of(
            @RequestParam UUID customerId,
            @RequestParam(defaultValue = "false") boolean unread,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
        return mailbox.of(customerId, unread, limit);
    }

    /// The customer has read it.
    @PostMapping("/{id}/read")
    @Idempotent(module = "notification")
    Notification.View read(@PathVariable UUID id) {
        return mailbox.read(id).orElseThrow(() -> unknown(id));
    }

    private static ErrorResponseException unknown(UUID id) {
        var problem = new ErrorResponseException(HttpStatus.NOT_FOUND);
        problem.setDetail("There is no notification '%s'.".formatted(id));
        return problem;
    }
}
