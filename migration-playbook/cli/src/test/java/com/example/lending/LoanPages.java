package com.example.lending;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/// Who has which tool, since when, and what was said about it.
@RestController
class LoanPages {
    private static final int SHOWN = 20;
    private static final String LOANS =
            """
            SELECT loan.id, tool.name AS tool, member.name AS member, loan.due, loan.remark, loan.returned
            FROM loan JOIN tool ON tool.id = loan.tool JOIN member ON member.id = loan.member
            """;

    private final JdbcClient database;

    LoanPages(JdbcClient database) {
        this.database = database;
    }

    @GetMapping(path = "/loans", produces = MediaType.TEXT_HTML_VALUE)
    String all() {
        var page = new Page("Loans").table("No.", "Tool", "Who", "Until", "Remark", "Back");
        database.sql(LOANS + " ORDER BY loan.id DESC LIMIT ?")
                .param(SHOWN)
                .query()
                .listOfRows()
                .forEach(row -> page.row(cells(row)));
        return page.endTable().form("/loans", "Lend", "tool", "member", "remark").html();
    }

    @GetMapping(path = "/loans/{id}", produces = MediaType.TEXT_HTML_VALUE)
    String one(@PathVariable long id) {
        var row =
                database.sql(LOANS + " WHERE loan.id = ?").param(id).query().listOfRows().stream()
                        .findFirst()
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return new Page("Loan " + id)
                .table("No.", "Tool", "Who", "Until", "Remark", "Back")
                .row(cells(row))
                .endTable()
                .form("/loans/%d/remark".formatted(id), "Write", "remark")
                .form("/loans/%d/return".formatted(id), "Bring back")
                .html();
    }

    @PostMapping("/loans")
    @Transactional
    public ResponseEntity<Void> lend(
            @RequestParam long tool, @RequestParam long member, @RequestParam String remark) {
        long id =
                database.sql(
                                "INSERT INTO loan (tool, member, due, remark) VALUES (?, ?, current_date + 14, ?) RETURNING id")
                        .params(tool, member, remark)
                        .query(Long.class)
                        .single();
        return seeOther(id);
    }

    @PostMapping("/loans/{id}/remark")
    @Transactional
    public ResponseEntity<Void> write(@PathVariable long id, @RequestParam String remark) {
        database.sql("UPDATE loan SET remark = ? WHERE id = ?").params(remark, id).update();
        return seeOther(id);
    }

    @PostMapping("/loans/{id}/return")
    @Transactional
    public ResponseEntity<Void> bringBack(@PathVariable long id) {
        database.sql("UPDATE loan SET returned = true WHERE id = ?").param(id).update();
        return seeOther(id);
    }

    private static ResponseEntity<Void> seeOther(long id) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/loans/" + id))
                .build();
    }

    private static List<String> cells(Map<String, Object> row) {
        return row.values().stream().map(String::valueOf).toList();
    }
}
