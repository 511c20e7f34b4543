package dev.banyan.architecture.offenders.blocks;

import org.springframework.modulith.Modulithic;

@Modulithic
public class Application {}
