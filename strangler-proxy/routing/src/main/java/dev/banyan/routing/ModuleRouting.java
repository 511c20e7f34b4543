package dev.banyan.routing;

import java.util.List;

/// How the requests of one module are routed now.
///
/// @param module its name, which also salts the hash of its keys
/// @param epoch the number of the attempt that made its owner the owner
/// @param owner the side that its writes go to
/// @param candidateReads the share of reads that the candidate answers
/// @param shadowReads the share of the control's reads that the candidate gets a copy of
/// @param holding whether its writes wait
/// @param stickyKey what keeps a client on one side; without a key it gets the control
/// @param cohorts who is forced to a side
/// @param routes what belongs to it
public record ModuleRouting(
        String module,
        long epoch,
        Side owner,
        Share candidateReads,
        Share shadowReads,
        boolean holding,
        StickyKey stickyKey,
        Cohorts cohorts,
        List<Route> routes) {

    public ModuleRouting {
        if (module.isBlank()) {
            throw new IllegalArgumentException("A routed module has no name.");
        }
        routes = List.copyOf(routes);
    }

    /// A module that the control owns and answers alone.
    public static ModuleRouting onControl(String module, StickyKey key, List<Route> routes) {
        return new ModuleRouting(
                module, 0, Side.CONTROL, Share.NONE, Share.NONE, false, key, Cohorts.NONE, routes);
    }

    public ModuleRouting withOwner(Side side, long ownersEpoch) {
        return new ModuleRouting(
                module,
                ownersEpoch,
                side,
                candidateReads,
                shadowReads,
                holding,
                stickyKey,
                cohorts,
                routes);
    }

    public ModuleRouting withCandidateReads(Share share) {
        return new ModuleRouting(
                module, epoch, owner, share, shadowReads, holding, stickyKey, cohorts, routes);
    }

    public ModuleRouting withShadowReads(Share share) {
        return new ModuleRouting(
                module, epoch, owner, candidateReads, share, holding, stickyKey, cohorts, routes);
    }

    public ModuleRouting withHold(boolean held) {
        return new ModuleRouting(
                module,
                epoch,
                owner,
                candidateReads,
                shadowReads,
                held,
                stickyKey,
                cohorts,
                routes);
    }

    public ModuleRouting withCohorts(Cohorts forced) {
        return new ModuleRouting(
                module,
                epoch,
                owner,
                candidateReads,
                shadowReads,
                holding,
                stickyKey,
                forced,
                routes);
    }
}
