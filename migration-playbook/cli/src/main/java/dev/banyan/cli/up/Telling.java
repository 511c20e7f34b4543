package dev.banyan.cli.up;

/// Shows all that happens during an `up`.
interface Telling extends Supervisor.Progress, Verification.Progress, DiskSpace.Progress {}
