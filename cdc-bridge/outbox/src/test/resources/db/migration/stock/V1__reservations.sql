create table reservation (
  place       bigint generated always as identity primary key,
  order_id    text not null,
  line        integer not null,
  event_id    uuid not null,
  correlation text not null
);
create table poison (
  order_id text not null,
  line     integer not null
);
create table audit (
  place       bigint generated always as identity primary key,
  order_id    text not null,
  line        integer not null,
  causation   uuid,
  correlation text not null
);
