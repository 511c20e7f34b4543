package com.example.lending;

import java.util.List;
import org.springframework.web.util.HtmlUtils;

/// One page of the register.
final class Page {
    private final StringBuilder html = new StringBuilder();

    Page(String title) {
        html.append("<!doctype html><html><head><title>")
                .append(HtmlUtils.htmlEscape(title))
                .append("</title></head><body><h1>")
                .append(HtmlUtils.htmlEscape(title))
                .append("</h1>");
    }

    Page row(List<String> cells) {
        html.append("<tr>");
        cells.forEach(
                cell -> html.append("<td>").append(HtmlUtils.htmlEscape(cell)).append("</td>"));
        html.append("</tr>");
        return this;
    }

    Page table(String... headings) {
        html.append("<table><tr>");
        for (var heading : headings) {
            html.append("<th>").append(HtmlUtils.htmlEscape(heading)).append("</th>");
        }
        html.append("</tr>");
        return this;
    }

    Page endTable() {
        html.append("</table>");
        return this;
    }

    Page form(String action, String button, String... fields) {
        html.append("<form method=post action='").append(action).append("'>");
        for (var field : fields) {
            html.append("<label>").append(field).append("<input name=").append(field);
            html.append("></label>");
        }
        html.append("<button>").append(button).append("</button></form>");
        return this;
    }

    String html() {
        return html + "</body></html>";
    }
}
