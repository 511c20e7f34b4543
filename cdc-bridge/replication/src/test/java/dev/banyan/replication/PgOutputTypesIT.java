package dev.banyan.replication;

class PgOutputTypesIT extends TypesContract {
    @Override
    Reader reader() {
        return Reader.PGOUTPUT;
    }
}
