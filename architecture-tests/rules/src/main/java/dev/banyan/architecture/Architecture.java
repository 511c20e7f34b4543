package dev.banyan.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/// An application as the rules see it: its modules, its classes, and what each module's migrations
/// say. Immutable.
///
/// @param schemas the database schema of each module that has one, by the module's name
/// @param migrations the folder of each module's migrations, by the module's name
public record Architecture(
        ApplicationModules modules,
        JavaClasses classes,
        Map<String, String> schemas,
        Map<String, Path> migrations) {

    private static final String MIGRATIONS = "db/migration";

    public Architecture {
        schemas = Map.copyOf(schemas);
        migrations = Map.copyOf(migrations);
    }

    /// The application of a `@Modulithic` or Spring Boot class, without its tests. Each module has
    /// the schema of its name, and its migrations are in `db/migration/<module>`.
    public static Architecture of(Class<?> application) {
        return of(application, new ImportOption.DoNotIncludeTests(), Path.of(MIGRATIONS));
    }

    /// The same with classes and migrations chosen by hand.
    ///
    /// @param migrations where the modules' folders are, in the class path
    public static Architecture of(Class<?> application, ImportOption classes, Path migrations) {
        var modules = ApplicationModules.of(application, classes);
        var imported =
                new ClassFileImporter()
                        .withImportOption(classes)
                        .importPackages(application.getPackageName());
        var folders = folders(application, migrations);
        var schemas = new HashMap<String, String>();
        modules.stream().map(Architecture::name).forEach(name -> schemas.put(name, name));
        return new Architecture(modules, imported, schemas, folders);
    }

    /// The same with another schema for a module than the one of its name.
    public Architecture withSchema(String module, String schema) {
        var changed = new TreeMap<>(schemas);
        changed.put(module, schema);
        return new Architecture(modules, classes, changed, migrations);
    }

    /// The same with migrations in files that are not in the class path.
    public Architecture withMigrations(Map<String, Path> folders) {
        return new Architecture(modules, classes, schemas, folders);
    }

    public Optional<String> moduleOf(JavaClass type) {
        return modules.getModuleByType(type.getBaseComponentType().getName())
                .map(Architecture::name);
    }

    /// Whether a class belongs to another module that is not open to all: neither declared as
    /// shared in `@Modulithic` nor of type `OPEN`.
    public boolean isForeign(JavaClass type, String module) {
        return modules.getModuleByType(type.getBaseComponentType().getName())
                .filter(other -> !name(other).equals(module))
                .filter(other -> !other.isOpen() && !modules.getSharedModules().contains(other))
                .isPresent();
    }

    /// The schemas of all modules but one.
    public Collection<String> foreignSchemas(String module) {
        return schemas.entrySet().stream()
                .filter(e ->
                        !e.getKey().equals(module) && !e.getValue().equals(schemas.get(module)))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static String name(ApplicationModule module) {
        return module.getIdentifier().toString();
    }

    private static Map<String, Path> folders(Class<?> application, Path migrations) {
        var root = root(application).resolve(migrations);
        if (!Files.isDirectory(root)) {
            return Map.of();
        }
        try (var entries = Files.list(root)) {
            var folders = new HashMap<String, Path>();
            for (var folder : entries.filter(Files::isDirectory).toList()) {
                folders.put(folder.getFileName().toString(), folder);
            }
            return folders;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the application's own classes and resources lie.
    private static Path root(Class<?> application) {
        try {
            var source = Optional.ofNullable(application.getProtectionDomain().getCodeSource());
            return Path.of(
                    source.orElseThrow(
                                    () -> new IllegalStateException(application + " has no place."))
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The classes of the application that belong to a module, with that module.
    public List<OwnedClass> ownedClasses() {
        return classes.stream()
                .flatMap(
                        type -> moduleOf(type).stream().map(module -> new OwnedClass(type, module)))
                .toList();
    }

    /// A class and the module that it belongs to.
    public record OwnedClass(JavaClass type, String module) {}
}
