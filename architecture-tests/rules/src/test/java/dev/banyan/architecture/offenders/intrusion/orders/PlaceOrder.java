package dev.banyan.architecture.offenders.intrusion.orders;

import dev.banyan.architecture.offenders.intrusion.toolbox.internal.Secret;

record PlaceOrder(Secret secret) {}
