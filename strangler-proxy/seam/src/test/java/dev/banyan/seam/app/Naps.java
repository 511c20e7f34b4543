package dev.banyan.seam.app;

import dev.banyan.seam.spi.Sleeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/// Remembers what it was told, and can refuse to fall asleep.
@Component
public class Naps implements Sleeper {

    public final List<String> told = new CopyOnWriteArrayList<>();
    public volatile boolean busy;

    @Override
    public boolean sleep(String module, Duration limit) {
        if (!busy) {
            told.add("sleep " + module);
        }
        return !busy;
    }

    @Override
    public void wake(String module) {
        told.add("wake " + module);
    }
}
