package dev.banyan.architecture.offenders.sqltext;

import org.springframework.modulith.Modulithic;

@Modulithic
public class Application {}
