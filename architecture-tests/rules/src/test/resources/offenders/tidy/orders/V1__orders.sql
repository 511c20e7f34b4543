create table orders.placed (id text primary key, item uuid);
create index on orders.placed (item);
