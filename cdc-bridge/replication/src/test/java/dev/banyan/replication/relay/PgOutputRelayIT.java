package dev.banyan.replication.relay;

import dev.banyan.replication.Reader;

class PgOutputRelayIT extends RelayContract {
    PgOutputRelayIT() {
        super(Reader.PGOUTPUT);
    }
}
