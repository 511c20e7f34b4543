package dev.banyan.shop.http;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.module.SimpleModule;

@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    @Bean
    JacksonModule storedText() {
        return new SimpleModule("stored-text")
                .addDeserializer(String.class, new StoredText.Deserializer());
    }
}
