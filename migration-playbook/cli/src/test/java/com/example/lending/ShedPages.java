package com.example.lending;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The tools and the members.
@RestController
class ShedPages {
    private final JdbcClient database;

    ShedPages(JdbcClient database) {
        this.database = database;
    }

    @GetMapping(path = "/tools", produces = MediaType.TEXT_HTML_VALUE)
    String tools() {
        var page = new Page("Tools").table("No.", "Tool", "Lent now");
        database.sql(
                        """
                        SELECT tool.id, tool.name, (SELECT count(*) FROM loan WHERE loan.tool = tool.id AND NOT returned) AS lent
                        FROM tool ORDER BY tool.id
                        """)
                .query()
                .listOfRows()
                .forEach(row -> page.row(row.values().stream().map(String::valueOf).toList()));
        return page.endTable().form("/tools", "Add", "name").html();
    }

    @PostMapping("/tools")
    ResponseEntity<Void> addTool(@RequestParam String name) {
        database.sql("INSERT INTO tool (name) VALUES (?)").param(name).update();
        return seeOther("/tools");
    }

    @GetMapping(path = "/members", produces = MediaType.TEXT_HTML_VALUE)
    String members() {
        var page = new Page("Members").table("No.", "Name");
        database.sql("SELECT id, name FROM member ORDER BY id")
                .query()
                .listOfRows()
                .forEach(row -> page.row(row.values().stream().map(String::valueOf).toList()));
        return page.endTable().form("/members", "Join", "name").html();
    }

    @PostMapping("/members")
    ResponseEntity<Void> join(@RequestParam String name) {
        database.sql("INSERT INTO member (name) VALUES (?)").param(name).update();
        return seeOther("/members");
    }

    private static ResponseEntity<Void> seeOther(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create(path)).build();
    }
}
