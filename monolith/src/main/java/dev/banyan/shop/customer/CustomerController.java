package dev.banyan.shop.customer;

import dev.banyan.outbox.Idempotent;
import dev.banyan.shop.customer.Registering.Addition;
import dev.banyan.shop.http.FieldProblem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What customers see and change of themselves.
@RestController
@RequestMapping("/api/customers")
@Tag(name = "customer", description = "Who buys: profile, addresses, segment")
@Idempotent(module = "customer")
class CustomerController {

    private final Registering customers;

    CustomerController(Registering customers) {
        this.customers = customers;
    }

    @GetMapping("/{customerId}")
    @Operation(summary = "Show a customer")
    Customer.View find(@PathVariable UUID customerId) {
        return customers.find(customerId).orElseThrow(() -> unknown(customerId));
    }

    @PostMapping
    @Operation(summary = "Register a customer")
    ResponseEntity<Customer.View> register(@Valid @RequestBody Person request) {
        requireFree(request.email(), Optional.empty());
        var customer =
                customers.register(request.email(), request.name(), request.segmentOrRegular());
        return ResponseEntity.created(URI.create("/api/customers/" + customer.id())).body(customer);
    }

    @PutMapping("/{customerId}")
    @Operation(summary = "Change a customer's profile")
    Customer.View change(@PathVariable UUID customerId, @Valid @RequestBody Person request) {
        requireFree(request.email(), Optional.of(customerId));
        return customers
                .change(customerId, request.email(), request.name(), request.segmentOrRegular())
                .orElseThrow(() -> unknown(customerId));
    }

    @PostMapping("/{customerId}/addresses")
    @Operation(summary = "Add an address")
    ResponseEntity<Customer.View> addAddress(
            @PathVariable UUID customerId, @Valid @RequestBody Address address) {
        return switch (customers.add(customerId, address)) {
            case Addition.Added added ->
                    ResponseEntity.created(URI.create("/api/customers/" + customerId))
                            .body(added.customer());
            case Addition.Full full ->
                    throw new FieldProblem(
                            HttpStatus.CONFLICT,
                            "addresses",
                            "Customer '%s' has %d addresses, that is the limit: remove one first."
                                    .formatted(customerId, Customer.MOST_ADDRESSES));
            case Addition.Unknown unknown -> throw unknown(customerId);
        };
    }

    @DeleteMapping("/{customerId}/addresses/{position}")
    @Operation(summary = "Remove an address", description = "Positions are counted from 0")
    Customer.View removeAddress(
            @PathVariable UUID customerId, @PathVariable @Min(0) @Max(9) int position) {
        return customers
                .forgetAddress(customerId, position)
                .orElseThrow(() ->
                        problem(
                                HttpStatus.NOT_FOUND,
                                "There is no address %d of a customer '%s'."
                                        .formatted(position, customerId)));
    }

    private void requireFree(String email, Optional<UUID> except) {
        if (customers.isTaken(email, except)) {
            throw new FieldProblem(
                    HttpStatus.CONFLICT,
                    "email",
                    "The field 'email' has a value that another customer has.");
        }
    }

    private static ErrorResponseException unknown(UUID customerId) {
        return problem(HttpStatus.NOT_FOUND, "There is no customer '%s'.".formatted(customerId));
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        var problem = new ErrorResponseException(status);
        problem.setDetail(detail);
        return problem;
    }

    /// Who somebody is.
    ///
    /// @param segment left out, it is `REGULAR`
    record Person(
            @NotNull @Email @Size(min = 3, max = 254) String email,
            @NotBlank @Size(max = 200) String name,
            @Nullable Segment segment) {

        Segment segmentOrRegular() {
            return segment == null ? Segment.REGULAR : segment;
        }
    }
}
