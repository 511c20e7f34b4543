package dev.banyan.replication;

class DebeziumChangesIT extends ChangesContract {
    @Override
    Reader reader() {
        return Reader.DEBEZIUM;
    }
}
