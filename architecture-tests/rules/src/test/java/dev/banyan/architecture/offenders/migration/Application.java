package dev.banyan.architecture.offenders.migration;

import org.springframework.modulith.Modulithic;

@Modulithic
public class Application {}
