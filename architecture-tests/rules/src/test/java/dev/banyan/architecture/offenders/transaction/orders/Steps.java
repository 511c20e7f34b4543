package dev.banyan.architecture.offenders.transaction.orders;

interface Steps {
    void reserve();
}
