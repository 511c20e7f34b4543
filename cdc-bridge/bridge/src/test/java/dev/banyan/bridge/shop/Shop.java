package dev.banyan.bridge.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/// The application under test: the monolith, and with the profile `service` the service of the
/// module `stock`.
@SpringBootApplication
public class Shop {}
