package dev.banyan.inventory.build;

import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/// Says at `/actuator/info` which build runs: what a contract was verified for must be what runs.
@Component
class RunningBuild implements InfoContributor {

    private final String hash = new OwnClasses(RunningBuild.class).hash();

    @Override
    public void contribute(Info.Builder builder) {
        builder.withDetail("banyan", Map.of("build", hash));
    }
}
