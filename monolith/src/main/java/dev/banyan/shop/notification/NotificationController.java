package dev.banyan.shop.notification;

import dev.banyan.outbox.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
@Tag(name = "notification", description = "What customers were told")
@RequestMapping("/api/notifications")
class NotificationController {

    private final Mailbox mailbox;

    NotificationController(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @GetMapping
    @Operation(summary = "List a customer's notifications, the newest first")
    List<Notification.View> of(
            @RequestParam UUID customerId,
            @RequestParam(defaultValue = "false") boolean unread,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
        return mailbox.of(customerId, unread, limit);
    }

    @PostMapping("/{id}/read")
    @Operation(summary = "Mark a notification as read")
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
