package dev.banyan.shop.ordering;

import dev.banyan.outbox.IdempotentRequests;
import dev.banyan.shop.http.FieldProblem;
import dev.banyan.shop.pricing.Prices;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/// What clients do with orders.
@RestController
@Tag(name = "ordering", description = "Placing orders and following them")
@RequestMapping("/api/orders")
class OrderController {

    private static final String MODULE = "ordering";

    private final Ordering ordering;
    private final Prices prices;
    private final OrderProgress progress;
    private final IdempotentRequests requests;
    private final JsonMapper json;

    OrderController(
            Ordering ordering,
            Prices prices,
            OrderProgress progress,
            IdempotentRequests requests,
            JsonMapper json) {
        this.ordering = ordering;
        this.prices = prices;
        this.progress = progress;
        this.requests = requests;
        this.json = json;
    }

    @PostMapping
    @Operation(
            summary = "Accept an order",
            description =
                    "What becomes of it is seen at the Location. With an Idempotency-Key, a repeated request gets the first one's answer")
    ResponseEntity<?> place(
            @Valid @RequestBody PlaceOrder wish,
            @RequestHeader(name = "Idempotency-Key", required = false)
                    @Pattern(regexp = "[!-~]{1,255}")
                    @Nullable String key) {
        var quotes = Quotes.of(prices.quote(wish.productIds()));
        return key == null ? accepted(ordering.place(wish, quotes)) : once(key, wish, quotes);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show an order")
    OrderView find(@PathVariable UUID id) {
        return ordering.find(id).orElseThrow(() -> unknown(id));
    }

    @GetMapping
    @Operation(summary = "List a customer's orders, the newest first")
    List<OrderView> newest(
            @RequestParam UUID customerId,
            @RequestParam(defaultValue = "20") @Min(1) @Max(200) int limit) {
        return ordering.newest(customerId, limit);
    }

    @PostMapping("/{id}/cancellation")
    @Operation(
            summary = "Ask to cancel an order",
            description =
                    "200: it is cancelled. 202: it is being placed, and will be cancelled when it is safe to")
    @dev.banyan.outbox.Idempotent(module = MODULE)
    ResponseEntity<OrderView> cancel(
            @PathVariable UUID id, @Valid @RequestBody CancelOrder request) {
        var cancelled = ordering.cancel(id, request.reason()).orElseThrow(() -> unknown(id));
        return switch (cancelled.result()) {
            case DONE, ALREADY_ENDED -> ResponseEntity.ok(cancelled.order());
            case NOTED -> ResponseEntity.accepted().body(cancelled.order());
            case TOO_LATE -> throw tooLate(cancelled.order());
        };
    }

    @PostMapping("/{id}/return")
    @Operation(
            summary = "Give back an order that was shipped",
            description =
                    "202: it comes back; stock and money follow when the parcel is here. 200: it came back before")
    @dev.banyan.outbox.Idempotent(module = MODULE)
    ResponseEntity<OrderView> giveBack(
            @PathVariable UUID id, @Valid @RequestBody ReturnOrder request) {
        var returned = ordering.giveBack(id, request.reason()).orElseThrow(() -> unknown(id));
        return switch (returned.result()) {
            case BEGUN, UNDER_WAY -> ResponseEntity.accepted().body(returned.order());
            case DONE -> ResponseEntity.ok(returned.order());
            case NOT_SENT -> throw notSent(returned.order());
        };
    }

    @GetMapping(path = "/{id}/progress", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(summary = "Follow an order, status by status, until it is decided")
    SseEmitter progress(
            @PathVariable UUID id,
            @RequestHeader(name = "Last-Event-ID", defaultValue = "0") @Min(0) int last) {
        return progress.follow(find(id).id(), last);
    }

    private ResponseEntity<OrderView> accepted(OrderView order) {
        return ResponseEntity.accepted().location(location(order)).body(order);
    }

    private ResponseEntity<?> once(String key, PlaceOrder wish, Quotes quotes) {
        var request =
                new IdempotentRequests.Request(
                        key,
                        IdempotentRequests.scope("POST", "/api/orders", null),
                        json.writeValueAsString(wish));
        var outcome = requests.once(MODULE, request, () -> answer(ordering.place(wish, quotes)));
        return switch (outcome) {
            case IdempotentRequests.Outcome.Done done -> response(done.answer(), false);
            case IdempotentRequests.Outcome.Replayed replayed -> response(replayed.answer(), true);
            case IdempotentRequests.Outcome.Mismatch mismatch ->
                    throw problem(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "idempotency-key",
                            "Idempotency-Key",
                            "Idempotency-Key '%s' was used before with another order. Choose a new one."
                                    .formatted(key));
            case IdempotentRequests.Outcome.InProgress running ->
                    throw problem(
                            HttpStatus.CONFLICT,
                            "idempotency-key",
                            "Idempotency-Key",
                            "The first request with Idempotency-Key '%s' is still running. Try again."
                                    .formatted(key));
        };
    }

    private IdempotentRequests.Answer answer(OrderView order) {
        return new IdempotentRequests.Answer(
                HttpStatus.ACCEPTED.value(),
                Map.of(
                        HttpHeaders.LOCATION, List.of(location(order).toString()),
                        HttpHeaders.CONTENT_TYPE, List.of(MediaType.APPLICATION_JSON_VALUE)),
                json.writeValueAsString(order));
    }

    private static ResponseEntity<String> response(
            IdempotentRequests.Answer answer, boolean replayed) {
        var headers = new HttpHeaders();
        answer.headers().forEach(headers::addAll);
        if (replayed) {
            headers.set("Idempotency-Replayed", "true");
        }
        return ResponseEntity.status(answer.status()).headers(headers).body(answer.body());
    }

    private static URI location(OrderView order) {
        return URI.create("/api/orders/" + order.id());
    }

    private static ErrorResponseException unknown(UUID id) {
        return problem(
                HttpStatus.NOT_FOUND,
                "order-unknown",
                "orderId",
                "There is no order '%s'.".formatted(id));
    }

    private static ErrorResponseException tooLate(OrderView order) {
        return inOtherState(
                order,
                "Only an order that is not shipped yet can be cancelled, one that was can be returned.");
    }

    private static ErrorResponseException notSent(OrderView order) {
        return inOtherState(order, "Only an order that was shipped can be returned.");
    }

    private static ErrorResponseException inOtherState(OrderView order, String allowed) {
        return problem(
                HttpStatus.CONFLICT,
                "order-state",
                "status",
                "Order '%s' is %s. %s".formatted(order.id(), order.status(), allowed));
    }

    private static ErrorResponseException problem(
            HttpStatus status, String type, String field, String detail) {
        var problem = new FieldProblem(status, field, detail);
        problem.setType(URI.create("urn:banyan:shop:" + type));
        return problem;
    }

    /// Why a customer no longer wants an order.
    record CancelOrder(@NotBlank @Size(max = 500) String reason) {}

    /// Why a customer gives an order back.
    record ReturnOrder(@NotBlank @Size(max = 500) String reason) {}
}
