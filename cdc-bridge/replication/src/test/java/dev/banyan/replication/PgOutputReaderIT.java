package dev.banyan.replication;

class PgOutputReaderIT extends ReaderContract {
    @Override
    Reader reader() {
        return Reader.PGOUTPUT;
    }
}
