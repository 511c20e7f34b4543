package dev.banyan.architecture.offenders.entity;

import org.springframework.modulith.Modulithic;

@Modulithic
public class Application {}
