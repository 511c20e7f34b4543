package dev.banyan.cli.up;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a jar is run here: with the JDK that runs this program, and sparing with memory.
final class JavaCommand {

    private JavaCommand() {}

    /// For a process that stays.
    ///
    /// @param heapMegabytes the most that its heap may take
    static List<String> of(Path jar, int heapMegabytes, String... arguments) {
        return of(List.of(), jar, heapMegabytes, arguments);
    }

    /// For a process that is soon over: it is compiled quickly rather than well.
    ///
    /// @param heapMegabytes the most that its heap may take
    static List<String> brief(Path jar, int heapMegabytes, String... arguments) {
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
