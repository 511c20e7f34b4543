package dev.banyan.proxy.spi;

/// Everything that the data path is told at its start.
public record ProxySettings(
        ListenSettings listen,
        Limits limits,
        Timeouts timeouts,
        HoldBounds hold,
        Strictness strictness) {

    /// The defaults, on an address.
    public static ProxySettings on(ListenSettings listen) {
        return new ProxySettings(
                listen, Limits.DEFAULT, Timeouts.DEFAULT, HoldBounds.DEFAULT, Strictness.STRICT);
    }

    public ProxySettings with(ListenSettings wanted) {
        return new ProxySettings(wanted, limits, timeouts, hold, strictness);
    }

    public ProxySettings with(Limits wanted) {
        return new ProxySettings(listen, wanted, timeouts, hold, strictness);
    }

    public ProxySettings with(Timeouts wanted) {
        return new ProxySettings(listen, limits, wanted, hold, strictness);
    }

    public ProxySettings with(HoldBounds wanted) {
        return new ProxySettings(listen, limits, timeouts, wanted, strictness);
    }

    public ProxySettings with(Strictness wanted) {
        return new ProxySettings(listen, limits, timeouts, hold, wanted);
    }
}
