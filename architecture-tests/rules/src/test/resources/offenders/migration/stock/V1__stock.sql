create table stock.item (id uuid primary key);
