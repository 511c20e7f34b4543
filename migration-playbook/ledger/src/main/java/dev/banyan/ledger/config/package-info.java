/// Reads `banyan.yaml`, the one file that configures proxy, bridge and command line.
@NullMarked
package dev.banyan.ledger.config;

import org.jspecify.annotations.NullMarked;
