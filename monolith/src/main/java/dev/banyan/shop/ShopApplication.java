package dev.banyan.shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.modulith.Modulithic;

/// Starts the whole shop in one process.
@Modulithic(systemName = "Shop")
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class ShopApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(ShopApplication.class, arguments);
    }
}
