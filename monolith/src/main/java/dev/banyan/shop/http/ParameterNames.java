package dev.banyan.shop.http;

import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;

/// What clients call a parameter of a handler.
final class ParameterNames {

    private ParameterNames() {}

    static String of(MethodParameter parameter) {
        if (parameter.hasParameterAnnotation(RequestBody.class)) {
            return "body";
        }
        var header = parameter.getParameterAnnotation(RequestHeader.class);
        return header == null || header.name().isEmpty()
                ? String.valueOf(parameter.getParameterName())
                : header.name();
    }
}
