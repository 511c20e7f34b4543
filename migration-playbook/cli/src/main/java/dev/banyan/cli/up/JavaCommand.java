package dev.banyan.cli.up;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a jar is run here: with the JDK that runs this program, and sparing with memory.
final class JavaCommand {

    private JavaCommand() {}

    /// Compiled well: for a process that does the same for long, which is worth its warm-up.
    ///
    /// @param heapMegabytes the most that its heap may take
    static List<String> steady(Path jar, int heapMegabytes, String... arguments) {
        return of(List.of(), jar, heapMegabytes, arguments);
    }

    /// Compiled quickly: for a process that is soon over, or that has to be quick from its first
    /// work on.
    ///
    /// @param heapMegabytes the most that its heap may take
    static List<String> quick(Path jar, int heapMegabytes, String... arguments) {
        return of(List.of("-XX:TieredStopAtLevel=1"), jar, heapMegabytes, arguments);
    }

    private static List<String> of(
            List<String> options, Path jar, int heapMegabytes, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(options);
        command.addAll(
                List.of(
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Xmx" + heapMegabytes + "m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
