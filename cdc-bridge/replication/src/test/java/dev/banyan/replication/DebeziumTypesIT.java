package dev.banyan.replication;

class DebeziumTypesIT extends TypesContract {
    @Override
    Reader reader() {
        return Reader.DEBEZIUM;
    }
}
