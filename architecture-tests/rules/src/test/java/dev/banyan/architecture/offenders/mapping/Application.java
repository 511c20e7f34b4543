package dev.banyan.architecture.offenders.mapping;

import org.springframework.modulith.Modulithic;

@Modulithic
public class Application {}
