-- What this module has handled, beside its data so that it moves with it.
create table inbox (
  event_id   uuid        not null,
  consumer   text        not null,
  handled_at timestamptz not null default now(),
  primary key (event_id, consumer)
);
create index inbox_handled_at on inbox (handled_at);

create table idempotency_key (
  key          text        not null,
  scope        text        not null,
  request_hash bytea       not null,
  status       integer     not null,
  headers      jsonb       not null,
  body         text        not null,
  created_at   timestamptz not null default now(),
  primary key (key, scope)
);
create index idempotency_key_created_at on idempotency_key (created_at);
