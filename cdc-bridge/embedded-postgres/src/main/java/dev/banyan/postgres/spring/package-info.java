/// Gives a Spring Boot application a PostgreSQL when it configures no datasource.
@NullMarked
package dev.banyan.postgres.spring;

import org.jspecify.annotations.NullMarked;
