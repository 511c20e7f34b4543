package dev.banyan.shop.cart;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/// The wish to order what is in a cart.
///
/// @param paymentMethod how the customer pays, such as `card`
record CheckOut(
        @NotNull @Valid Recipient shippingAddress, @NotBlank @Size(max = 40) String paymentMethod) {

    /// Where it is to be sent.
    ///
    /// @param country the two letters of ISO 3166-1
    record Recipient(
            @NotBlank @Size(max = 200) String recipient,
            @NotBlank @Size(max = 200) String street,
            @NotBlank @Size(max = 100) String city,
            @NotBlank @Size(max = 20) String postalCode,
            @NotNull @Pattern(regexp = "[A-Z]{2}") String country) {}
}
