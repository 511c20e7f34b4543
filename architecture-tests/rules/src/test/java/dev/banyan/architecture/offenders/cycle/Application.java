package dev.banyan.architecture.offenders.cycle;

import org.springframework.modulith.Modulithic;

@Modulithic
public class Application {}
