package dev.banyan.proxy.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Spring Cloud Gateway with its defaults; the benchmark gives port and route as properties.
@SpringBootApplication
public class GatewayMain {

    public static void main(String[] arguments) {
        SpringApplication.run(GatewayMain.class, arguments);
    }
}
