package com.example.lending;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// The tool shed of a small town: what it has, who borrows, and who has what.
@SpringBootApplication
public class LendingApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(LendingApplication.class, arguments);
    }
}
