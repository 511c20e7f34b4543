package dev.banyan.shop.health;

import dev.banyan.seam.spi.Builds;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/// Says which build runs, at `/actuator/info` and in the heartbeat of the seam: what a contract was
/// verified for must be what runs.
@Component
class RunningBuild implements InfoContributor, Builds {

    private final String hash = new OwnClasses(RunningBuild.class).hash();

    @Override
    public void contribute(Info.Builder builder) {
        builder.withDetail("banyan", Map.of("build", hash));
    }

    @Override
    public Map<String, String> builds() {
        return Map.of("shop", hash);
    }
}
