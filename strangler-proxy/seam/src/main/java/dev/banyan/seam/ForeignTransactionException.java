package dev.banyan.seam;

/// A module was called inside somebody else's transaction: in process its changes would join that
/// transaction, over HTTP they could not.
public final class ForeignTransactionException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public ForeignTransactionException(String call, String module, String transaction) {
        super(
                "'%s' of module '%s' is called inside the transaction '%s', which would be a distributed one if a service answered. Next: call it before or after the transaction, or tell the module by an event."
                        .formatted(call, module, transaction));
    }
}
