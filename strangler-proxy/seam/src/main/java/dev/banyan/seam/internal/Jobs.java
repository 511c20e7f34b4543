package dev.banyan.seam.internal;

import dev.banyan.seam.internal.Published.ModuleNames;
import dev.banyan.seam.spi.Sleeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/// Lets the jobs of a module (`@Scheduled`) run only where the module is, and waits for running
/// ones. Safe for all threads.
final class Jobs implements Sleeper, MethodInterceptor {

    private static final class Gate {
        private boolean asleep;
        private int running;
    }

    private final ModuleNames names;
    private final Map<String, Gate> gates = new HashMap<>();

    Jobs(ModuleNames names) {
        this.names = names;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        var target = invocation.getThis();
        var type = target == null ? invocation.getMethod().getDeclaringClass() : target.getClass();
        var module = names.of(ClassUtils.getUserClass(type));
        if (!enter(module)) {
            return null;
        }
        try {
            return invocation.proceed();
        } finally {
            leave(module);
        }
    }

    private synchronized boolean enter(String module) {
        var gate = gate(module);
        if (gate.asleep) {
            return false;
        }
        gate.running++;
        return true;
    }

    private synchronized void leave(String module) {
        gate(module).running--;
        notifyAll();
    }

    @Override
    public synchronized boolean sleep(String module, Duration limit) {
        var gate = gate(module);
        gate.asleep = true;
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (gate.running > 0) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public synchronized void wake(String module) {
        gate(module).asleep = false;
    }

    private Gate gate(String module) {
        return gates.computeIfAbsent(module, name -> new Gate());
    }
}
