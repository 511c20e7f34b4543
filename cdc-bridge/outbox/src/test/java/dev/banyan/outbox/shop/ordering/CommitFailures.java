package dev.banyan.outbox.shop.ordering;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// How this application answers when its database does not commit.
@RestControllerAdvice
class CommitFailures {

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<String> on(RuntimeException failure) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("The commit failed.");
    }
}
