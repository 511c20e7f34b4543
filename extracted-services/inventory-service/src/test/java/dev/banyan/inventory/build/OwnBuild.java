package dev.banyan.inventory.build;

/// The build that is tested, as its classes lie in a folder.
public final class OwnBuild {

    private OwnBuild() {}

    public static String hash() {
        return new OwnClasses(RunningBuild.class).hash();
    }
}
