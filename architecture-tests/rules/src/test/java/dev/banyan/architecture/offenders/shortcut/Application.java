package dev.banyan.architecture.offenders.shortcut;

import org.springframework.modulith.Modulithic;

@Modulithic
public class Application {}
