package dev.banyan.architecture.offenders.intrusion.toolbox;

import dev.banyan.architecture.offenders.intrusion.toolbox.internal.Secret;

public record Toolbox(Secret secret) {}
