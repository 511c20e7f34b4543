package dev.banyan.architecture.offenders.intrusion;

import org.springframework.modulith.Modulithic;

@Modulithic
public class Application {}
