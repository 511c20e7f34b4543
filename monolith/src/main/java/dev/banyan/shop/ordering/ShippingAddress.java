package dev.banyan.shop.ordering;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jmolecules.ddd.types.ValueObject;

/// Where an order goes.
///
/// @param country the two letters of ISO 3166-1
public record ShippingAddress(
        @NotBlank @Size(max = 200) String recipient,
        @NotBlank @Size(max = 200) String street,
        @NotBlank @Size(max = 100) String city,
        @NotBlank @Size(max = 20) String postalCode,
        @NotNull @Pattern(regexp = "[A-Z]{2}") String country)
        implements ValueObject {}
