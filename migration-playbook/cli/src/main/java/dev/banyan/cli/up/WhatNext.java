package dev.banyan.cli.up;

import java.nio.file.Path;

/// What a person can do once everything runs.
final class WhatNext {

    private WhatNext() {}

    static String text(Installation installation, Ports ports) {
        return """

        The shop is at http://127.0.0.1:%d, behind the proxy. Logs: %s
        Next, in another terminal:
          curl -s 'http://127.0.0.1:%d/api/products?size=3'
          ./banyan load --rate 10 --for 30s%s
          ./banyan plan inventory%s
        Control-C stops everything and keeps the data; './banyan down --wipe%s' removes it.\
        """
                .formatted(
                        ports.of("proxy"),
                        installation.logs(),
                        ports.of("proxy"),
                        config(installation),
                        config(installation),
                        data(installation));
    }

    /// What the other commands must be told where the folder is not the one that they look into.
    private static String config(Installation installation) {
        return isDefault(installation)
                ? ""
                : " --config '%s'".formatted(installation.configuration());
    }

    private static String data(Installation installation) {
        return isDefault(installation) ? "" : " --data '%s'".formatted(installation.folder());
    }

    private static boolean isDefault(Installation installation) {
        return installation
                .folder()
                .equals(Path.of(Installation.DEFAULT_FOLDER).toAbsolutePath().normalize());
    }
}
