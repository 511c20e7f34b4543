package dev.banyan.seam.internal;

import java.util.function.BooleanSupplier;

/// What the seam counts. Calls that are answered in process are not counted: that would cost more
/// than the seam does.
interface SeamMetrics {

    /// A call to a service has ended.
    ///
    /// @param outcome `answered`, `refused` (4xx), `fenced` or a reason in small letters
    void called(String module, String call, String outcome, long nanos);

    /// A try was repeated.
    void repeated(String module);

    /// A write waited.
    void held(String module, long nanos);

    /// A call inside somebody else's transaction.
    void inForeignTransaction(String module, String call);

    /// Watches whether the breaker of a module is open.
    void watch(String module, BooleanSupplier open);

    /// Counts nothing.
    static SeamMetrics none() {
        return new SeamMetrics() {
            @Override
            public void called(String module, String call, String outcome, long nanos) {}

            @Override
            public void repeated(String module) {}

            @Override
            public void held(String module, long nanos) {}

            @Override
            public void inForeignTransaction(String module, String call) {}

            @Override
            public void watch(String module, BooleanSupplier open) {}
        };
    }
}
