package dev.banyan.cli.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// READMEs list the settings that there are, with their defaults. Those of the outbox, of the
/// embedded database and of `banyan.yaml` are generated, and held by tests of their own.
class SettingsTablesIT {

    @ParameterizedTest
    @CsvSource({
        "monolith, shop.",
        "extracted-services/inventory-service, inventory.",
        "strangler-proxy/seam, banyan.seam."
    })
    void listEverySettingAndItsDefault(String module, String prefix) throws Exception {
        var said = SettingsTable.of(Sources.ROOT.resolve(module).resolve("README.md"));
        var bound = BoundSettings.of(Sources.ROOT.resolve(module));

        assertThat(bound).isNotEmpty();
        assertThat(said.keySet()).containsAll(bound.keySet());
        assertThat(bound)
                .allSatisfy((name, value) ->
                        assertThat(said.getOrDefault(name, ""))
                                .as(name)
                                .matches(cell -> SettingsTable.says(cell, value), value));
        assertThat(said.keySet().stream().filter(name -> name.startsWith(prefix)))
                .allSatisfy(name ->
                        assertThat(bound.containsKey(name) || Sources.mention(module, name))
                                .as(name)
                                .isTrue());
    }
}
