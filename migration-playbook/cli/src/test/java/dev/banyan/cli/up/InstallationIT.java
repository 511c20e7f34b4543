package dev.banyan.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.banyan.cli.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationIT {
    @TempDir Path folder;

    @Test
    void keepsFactsAndSecretsForTheNextTime() {
        var first = Installation.at(folder);
        first.kept().put("port.proxy", "8080");
        var token = first.secrets().value("admin");

        var second = Installation.at(folder);

        assertThat(second.kept().get("port.proxy")).contains("8080");
        assertThat(second.secrets().value("admin")).isEqualTo(token).hasSize(48);
    }

    @Test
    void makesSecretsReadableByTheirOwnerOnly() throws Exception {
        var file = Installation.at(folder).secrets().file("admin");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAFolderOfSomebodyElse() throws Exception {
        Files.writeString(folder.resolve("thesis.txt"), "mine");

        assertThatThrownBy(() -> Installation.at(folder))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(
                        "is not empty and was not made by 'up': there is 'thesis.txt' in it")
                .isInstanceOfSatisfying(
                        CommandFailure.class, it -> assertThat(it.next()).contains("--data"));
    }

    @Test
    void sharesItsFolderWithAShopThatRanAlone() throws Exception {
        Files.createDirectory(folder.resolve("postgres"));

        assertThat(Installation.at(folder).folder()).isEqualTo(folder);
    }

    @Test
    void refusesAFileAtItsPlace() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> Installation.at(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("cannot be used");
    }

    @Test
    void refusesWhatAnotherVersionHasMade() throws Exception {
        Files.writeString(folder.resolve("installation"), "banyan-installation 0\n");

        assertThatThrownBy(() -> Installation.at(folder))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(
                        "it says 'banyan-installation 0', this one writes 'banyan-installation 1'")
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        it -> assertThat(it.next()).contains("./banyan down --wipe"));
    }

    @Test
    void wipesWhatItMadeAndNothingElse() throws Exception {
        var installation = Installation.at(folder.resolve("a b"));
        var _ = installation.secrets().file("admin");
        Files.createDirectories(installation.logs());
        Files.writeString(folder.resolve("target"), "kept");
        Files.createSymbolicLink(installation.logs().resolve("link"), folder.resolve("target"));
        Files.writeString(installation.folder().resolve("thesis.txt"), "mine");

        installation.wipe();

        assertThat(installation.folder())
                .isDirectoryNotContaining("glob:**/{logs,secrets,installation,up.lock}");
        assertThat(folder.resolve("target")).hasContent("kept");
        assertThat(Installation.existing(folder.resolve("a b"))).isEmpty();
    }

    @Test
    void leavesNothingBehindWhereNothingElseIs() {
        var installation = Installation.at(folder.resolve("a b"));

        installation.wipe();

        assertThat(folder.resolve("a b")).doesNotExist();
    }

    @Test
    void knowsAProcessByItsStartAndNotByItsNumberAlone() {
        var own = OwnProcess.of(ProcessHandle.current().pid());

        assertThat(OwnProcess.parse(own.text())).isEqualTo(own);
        assertThat(own.isAlive()).isTrue();
        assertThat(new OwnProcess(own.pid(), own.startedAtMillis() - 1).isAlive()).isFalse();
    }
}
