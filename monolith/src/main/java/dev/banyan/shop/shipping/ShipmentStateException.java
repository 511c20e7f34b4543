package dev.banyan.shop.shipping;

import dev.banyan.shop.http.FieldProblem;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/// A parcel cannot go where it was sent from where it is.
class ShipmentStateException extends FieldProblem {

    private static final long serialVersionUID = 1L;

    ShipmentStateException(
            UUID orderId,
            ShipmentOutcome.Status now,
            ShipmentOutcome.Status needed,
            ShipmentOutcome.Status wanted) {
        super(
                HttpStatus.CONFLICT,
                "status",
                "The shipment of order '%s' cannot become %s: it is %s, it must be %s."
                        .formatted(orderId, wanted, now, needed));
        setType(URI.create("urn:banyan:shop:shipment-state"));
        setTitle("Shipment in another state");
    }
}
