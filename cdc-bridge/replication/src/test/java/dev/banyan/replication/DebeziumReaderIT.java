package dev.banyan.replication;

class DebeziumReaderIT extends ReaderContract {
    @Override
    Reader reader() {
        return Reader.DEBEZIUM;
    }
}
