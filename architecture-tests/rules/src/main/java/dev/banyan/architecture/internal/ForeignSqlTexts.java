package dev.banyan.architecture.internal;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.banyan.architecture.Architecture;
import dev.banyan.architecture.Architecture.OwnedClass;
import dev.banyan.architecture.Rule;
import dev.banyan.architecture.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// No text in the code is SQL on another module's tables. It reads every text of the class file, so
/// those in annotations count too; texts that are put together at run time from parts that name no
/// table do not.
public final class ForeignSqlTexts implements Rule {
    @Override
    public String name() {
        return "no SQL in the code names a table of another module";
    }

    @Override
    public String because() {
        return "a query on a foreign table is a hidden interface that no service will answer";
    }

    @Override
    public List<Violation> check(Architecture architecture) {
        return architecture.ownedClasses().stream()
                .flatMap(c -> violations(architecture, c))
                .toList();
    }

    private static Stream<Violation> violations(Architecture architecture, OwnedClass owned) {
        var foreign = architecture.foreignSchemas(owned.module());
        return texts(owned.type()).stream()
                .flatMap(text -> SqlReferences.in(text, foreign).stream())
                .distinct()
                .map(name ->
                        new Violation(
                                owned.type().getName(),
                                "has SQL that names '" + name + "'",
                                "SQL on tables of the module's own schema, and calls to the other"
                                        + " module's published interface"));
    }

    private static List<String> texts(JavaClass type) {
        var texts = new ArrayList<String>();
        for (PoolEntry entry : ClassFile.of().parse(bytes(type)).constantPool()) {
            if (entry instanceof Utf8Entry text) {
                texts.add(text.stringValue());
            }
        }
        return texts;
    }

    private static byte[] bytes(JavaClass type) {
        var source =
                type.getSource()
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "Nobody knows where " + type.getName() + " is."));
        try (var stream = source.getUri().toURL().openStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
