package dev.banyan.replication;

class PgOutputChangesIT extends ChangesContract {
    @Override
    Reader reader() {
        return Reader.PGOUTPUT;
    }
}
