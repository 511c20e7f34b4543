package dev.banyan.architecture.offenders.transaction;

import org.springframework.modulith.Modulithic;

@Modulithic
public class Application {}
