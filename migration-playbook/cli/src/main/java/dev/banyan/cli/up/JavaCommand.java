package dev.banyan.cli.up;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a jar is run here: with the JDK that runs this program, and sparing with memory.
final class JavaCommand {

    private JavaCommand() {}

    /// @param heapMegabytes the most that its heap may take
    static List<String> of(Path jar, int heapMegabytes, String... arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
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
