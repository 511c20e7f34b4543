package dev.banyan.proxy.spi;

/// Hears what one event loop does. All calls come from that loop's thread: plain counters and one
/// writer suffice; who reads them from elsewhere uses opaque or acquire reads.
public interface LoopObserver {

    /// A request ended, also one that was refused.
    void ended(Exchanged exchanged);

    void clientConnected();

    void clientDisconnected();

    /// A client beyond the bound of connections was turned away.
    void clientRefused();

    /// A connection to an upstream was opened.
    void upstreamConnected(Endpoint endpoint);

    void upstreamDisconnected(Endpoint endpoint);

    /// Hears nothing.
    LoopObserver NONE =
            new LoopObserver() {
                @Override
                public void ended(Exchanged exchanged) {}

                @Override
                public void clientConnected() {}

                @Override
                public void clientDisconnected() {}

                @Override
                public void clientRefused() {}

                @Override
                public void upstreamConnected(Endpoint endpoint) {}

                @Override
                public void upstreamDisconnected(Endpoint endpoint) {}
            };
}
