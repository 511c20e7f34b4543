package dev.banyan.ledger.internal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.banyan.ledger.Extraction;
import dev.banyan.ledger.Handover;
import dev.banyan.ledger.Traffic;
import dev.banyan.routing.Cohorts;
import dev.banyan.routing.StickyKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The ledger's values as JSON, as they stand in its tables and on disk.
public final class LedgerJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addMixIn(StickyKey.class, StickyKeyKinds.class)
                    .addMixIn(Handover.class, HandoverKinds.class)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private LedgerJson() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = StickyKey.Cookie.class, name = "cookie"),
        @JsonSubTypes.Type(value = StickyKey.Header.class, name = "header"),
        @JsonSubTypes.Type(value = StickyKey.User.class, name = "user")
    })
    private interface StickyKeyKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Handover.Barrier.class, name = "barrier"),
        @JsonSubTypes.Type(value = Handover.Noted.class, name = "noted"),
        @JsonSubTypes.Type(value = Handover.Subscription.class, name = "subscription"),
        @JsonSubTypes.Type(value = Handover.Return.class, name = "return")
    })
    private interface HandoverKinds {}

    /// Loads what the first use needs. On a busy machine that took longer than a transaction may
    /// idle, and the server ended it.
    static void warmUp() {
        var traffic = Traffic.onControl(List.of(), new StickyKey.User(), Cohorts.NONE);
        var json = write(Extraction.planned("none", traffic));
        read(json, Extraction.class);
        readMap(writeMap(Map.of()));
    }

    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    public static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    static String writeMap(Map<String, String> values) {
        return MAPPER.writeValueAsString(new TreeMap<>(values));
    }

    static Map<String, String> readMap(String json) {
        return MAPPER.readValue(json, new TypeReference<Map<String, String>>() {});
    }
}
