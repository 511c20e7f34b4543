package dev.banyan.shop.customer;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jmolecules.ddd.types.ValueObject;

/// Where a customer can be reached.
///
/// @param country the two letters of ISO 3166-1
record Address(
        @NotBlank @Size(max = 200) String recipient,
        @NotBlank @Size(max = 200) String street,
        @NotBlank @Size(max = 100) String city,
        @NotBlank @Size(max = 20) String postalCode,
        @NotNull @Pattern(regexp = "[A-Z]{2}") String country)
        implements ValueObject {}
