package dev.banyan.architecture.offenders.undeclared;

import org.springframework.modulith.Modulithic;

@Modulithic
public class Application {}
