package dev.banyan.replication.relay;

import dev.banyan.replication.Reader;

class DebeziumRelayIT extends RelayContract {
    DebeziumRelayIT() {
        super(Reader.DEBEZIUM);
    }
}
