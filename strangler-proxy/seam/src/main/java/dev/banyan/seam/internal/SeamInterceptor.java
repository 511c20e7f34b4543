package dev.banyan.seam.internal;

import dev.banyan.seam.ModuleFencedException;
import dev.banyan.seam.internal.Published.Call;
import dev.banyan.seam.internal.Table.Entry;
import java.time.Duration;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/// Decides for each call of a published interface which side answers it: the owner, for reads too,
/// so that no caller in process ever misses what it wrote.
final class SeamInterceptor implements MethodInterceptor {

    private static final Duration BEFORE_REPLAY = Duration.ofMillis(50);

    private final PublishedBeans beans;
    private final Switchboard board;
    private final Holds holds;
    private final Remotes remotes;
    private final Transactions transactions;
    private final Writers writers;
    private final Checks checks;

    SeamInterceptor(
            PublishedBeans beans,
            Switchboard board,
            Holds holds,
            Remotes remotes,
            Transactions transactions,
            Writers writers,
            Checks checks) {
        this.beans = beans;
        this.board = board;
        this.holds = holds;
        this.remotes = remotes;
        this.transactions = transactions;
        this.writers = writers;
        this.checks = checks;
    }

    /// One call, and what is needed to make it.
    private record Asked(MethodInvocation invocation, Published published, Call call) {
        String module() {
            return published.module();
        }
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        var found = beans.call(invocation.getMethod());
        if (found == null) {
            return invocation.proceed();
        }
        var asked = new Asked(invocation, found.published(), found.call());
        if (LetThrough.isServing(asked.module())) {
            return served(asked);
        }
        transactions.check(asked.published(), asked.call());
        return asked.call().reads() ? read(asked) : write(asked);
    }

    private @Nullable Object read(Asked asked) throws Throwable {
        var entry = board.entry(asked.module());
        if (entry.isHere()) {
            return asked.invocation().proceed();
        }
        try {
            return remote(asked, entry);
        } catch (ModuleFencedException fenced) {
            board.awaitNewer(entry.version(), BEFORE_REPLAY);
            var newer = board.entry(asked.module());
            return newer.isHere() ? asked.invocation().proceed() : remote(asked, newer);
        }
    }

    /// What a fence has refused is sent once more, on a newer table or a little later: nothing of
    /// it took effect.
    private @Nullable Object write(Asked asked) throws Throwable {
        var entry = enter(asked);
        long committed = Commits.count();
        try {
            return writeOnOwner(asked, entry);
        } catch (RuntimeException failure) {
            if (Fenced.moduleAndEpoch(failure) == null
                    || Transactions.isOpen()
                    || Commits.count() != committed) {
                throw failure;
            }
        }
        board.awaitNewer(entry.version(), BEFORE_REPLAY);
        return writeOnOwner(asked, enter(asked));
    }

    private Entry enter(Asked asked) {
        var module = asked.module();
        long before = LetThrough.versionOf(module);
        if (before >= 0) {
            return board.enterUnder(module, before);
        }
        if (board.entry(module).isHolding() && writers.hasWritten(module)) {
            return board.enterUnder(module, 0);
        }
        return holds.enter(module);
    }

    /// The entry counts the write; the newest table says where it goes.
    private @Nullable Object writeOnOwner(Asked asked, Entry entry) throws Throwable {
        var before = LetThrough.enter(asked.module(), entry.version());
        try {
            return board.entry(asked.module()).isHere()
                    ? asked.invocation().proceed()
                    : remote(asked, entry);
        } finally {
            LetThrough.restore(before);
            board.leave(entry);
        }
    }

    private @Nullable Object remote(Asked asked, Entry entry) {
        var arguments = asked.invocation().getArguments();
        checks.check(asked.invocation().getThis(), asked.invocation().getMethod(), arguments);
        var answer =
                remotes.of(asked.module()).call(asked.published(), asked.call(), arguments, entry);
        if (!asked.call().reads()) {
            Commits.happened();
            WroteElsewhere.mark(asked.module());
        }
        return answer;
    }

    /// A call of another application is answered here or not at all: sent on, it could go in
    /// circles.
    private @Nullable Object served(Asked asked) throws Throwable {
        var entry = board.entry(asked.module());
        boolean may = asked.call().reads() ? entry.isReadable() : entry.isHere();
        if (!may) {
            throw new ModuleFencedException(entry.moduleAndEpoch(), null);
        }
        var before = LetThrough.began();
        try {
            return asked.invocation().proceed();
        } finally {
            LetThrough.restore(before);
        }
    }
}
