package dev.banyan.cli.playbook;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings that the records of an application bind.
final class BoundSettings {

    private static final String SETTINGS = "Settings.class";

    private BoundSettings() {}

    /// Every setting of a built module by its full name, with its default, which is empty where
    /// there is none.
    static Map<String, String> of(Path module) throws Exception {
        var classes = module.resolve("target").resolve("classes");
        var found = new TreeMap<String, String>();
        try (var loader =
                        new URLClassLoader(
                                new URL[] {classes.toUri().toURL()},
                                BoundSettings.class.getClassLoader());
                var files = Files.walk(classes)) {
            for (var file : files.filter(f -> f.toString().endsWith(SETTINGS)).toList()) {
                var type = loader.loadClass(nameOf(classes.relativize(file)));
                var binding = type.getAnnotation(ConfigurationProperties.class);
                if (binding != null) {
                    collect(binding.value(), type, found);
                }
            }
        }
        return found;
    }

    private static String nameOf(Path file) {
        var name = file.toString().replace(file.getFileSystem().getSeparator(), ".");
        return name.substring(0, name.length() - ".class".length());
    }

    private static void collect(String prefix, Class<?> type, Map<String, String> found) {
        for (var component : type.getRecordComponents()) {
            collect(prefix + "." + kebab(component.getName()), component, found);
        }
    }

    private static void collect(String name, RecordComponent component, Map<String, String> found) {
        if (component.getType().isRecord()) {
            collect(name, component.getType(), found);
        } else if (isMapOfRecords(component)) {
            collect(name + ".<m>", valueType(component), found);
        } else {
            found.put(name, defaultOf(component));
        }
    }

    private static boolean isMapOfRecords(RecordComponent component) {
        return component.getType() == Map.class && valueType(component).isRecord();
    }

    private static Class<?> valueType(RecordComponent component) {
        var arguments = ((ParameterizedType) component.getGenericType()).getActualTypeArguments();
        return arguments[1] instanceof Class<?> type ? type : Object.class;
    }

    /// The annotation belongs to the constructor's parameter, not to the component.
    private static String defaultOf(RecordComponent component) {
        var constructor = component.getDeclaringRecord().getDeclaredConstructors()[0];
        for (var parameter : constructor.getParameters()) {
            var annotation = parameter.getAnnotation(DefaultValue.class);
            if (annotation != null && parameter.getName().equals(component.getName())) {
                return String.join(",", annotation.value());
            }
        }
        return "";
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
