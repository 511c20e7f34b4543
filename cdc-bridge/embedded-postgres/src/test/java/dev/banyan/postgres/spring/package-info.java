/// Tests of the Spring Boot starter.
@NullMarked
package dev.banyan.postgres.spring;

import org.jspecify.annotations.NullMarked;
