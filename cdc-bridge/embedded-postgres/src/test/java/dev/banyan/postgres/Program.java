package dev.banyan.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A Java program to be run to its end, with nothing on its standard input.
///
/// @param starter what runs the program as somebody else; empty for as ourselves
/// @param environment what is set beside or instead of our own
/// @param options of the virtual machine
record Program(
        List<String> starter, Map<String, String> environment, List<String> options, String path) {

    static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    static Program asOurselves() {
        return new Program(List.of(), Map.of(), List.of(), System.getProperty("java.class.path"));
    }

    Program startedBy(List<String> newStarter) {
        return new Program(newStarter, environment, options, path);
    }

    Program with(String name, String value) {
        var all = new HashMap<>(environment);
        all.put(name, value);
        return new Program(starter, all, options, path);
    }

    Program withOption(String option) {
        var all = Stream.concat(options.stream(), Stream.of(option)).toList();
        return new Program(starter, environment, all, path);
    }

    Program onClassPath(String newPath) {
        return new Program(starter, environment, options, newPath);
    }

    /// All that the program says.
    String output(Class<?> main, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(starter);
        command.add(JAVA);
        command.addAll(options);
        command.addAll(List.of("-cp", path, main.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), UTF_8);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
