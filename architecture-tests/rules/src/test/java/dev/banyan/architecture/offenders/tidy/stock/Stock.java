package dev.banyan.architecture.offenders.tidy.stock;

import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

@HttpExchange("/internal/stock")
public interface Stock {
    @PostExchange
    Level reserve(String order);
}
