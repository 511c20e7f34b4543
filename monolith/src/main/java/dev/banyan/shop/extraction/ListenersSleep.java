package dev.banyan.shop.extraction;

import dev.banyan.outbox.Listeners;
import dev.banyan.seam.spi.Sleeper;
import dev.banyan.shop.database.RetiredModules;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Brings the seam's decisions to the listeners. A retired module's listeners never wake up,
/// whatever the ledger says, also without one.
@Component
class ListenersSleep implements Sleeper, SmartLifecycle {

    private final Listeners listeners;
    private final RetiredModules retired;
    private volatile boolean running;

    ListenersSleep(Listeners listeners, RetiredModules retired) {
        this.listeners = listeners;
        this.retired = retired;
    }

    @Override
    public boolean sleep(String module, Duration limit) {
        return listeners.pause(module, limit);
    }

    @Override
    public void wake(String module) {
        if (!retired.contains(module)) {
            listeners.resume(module);
        }
    }

    /// Before anything is handled.
    @Override
    public int getPhase() {
        return Listeners.DISPATCH_PHASE - 1;
    }

    @Override
    public void start() {
        retired.names().forEach(module -> listeners.pause(module, Duration.ZERO));
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
