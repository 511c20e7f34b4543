package dev.banyan.architecture.offenders.tidy;

import org.springframework.modulith.Modulithic;

@Modulithic
public class Application {}
