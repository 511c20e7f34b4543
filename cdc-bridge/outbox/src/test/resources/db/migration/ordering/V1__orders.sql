create table orders (
  id    text primary key,
  lines integer not null
);
