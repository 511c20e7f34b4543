package dev.banyan.cli.up;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One program of the picture: how it is started and how one sees that it is ready.
///
/// @param name what it is called in messages, log files and `--json`
/// @param command the program and its arguments
/// @param environment variables beside those of this program; secrets come this way, never as an
///   argument that every user of the machine can read
/// @param address where a person reaches it
/// @param readiness answers 200 once it is ready
/// @param patience how long it may take to become ready
record Component(
        String name,
        List<String> command,
        Map<String, String> environment,
        URI address,
        URI readiness,
        Duration patience) {

    Component {
        if (!name.matches("[a-z][a-z-]{0,30}")) {
            throw new IllegalArgumentException(
                    "A component's name goes into a file name, and '%s' does not fit."
                            .formatted(name));
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
