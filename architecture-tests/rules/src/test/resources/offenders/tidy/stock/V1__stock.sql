create table item (id uuid primary key);
