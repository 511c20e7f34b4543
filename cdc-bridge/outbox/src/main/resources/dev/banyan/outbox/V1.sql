-- The schema of reliable events. Belongs to this database, is never replicated.
create schema if not exists banyan_outbox;
revoke all on schema banyan_outbox from public;

-- Events that leave. Written leaf by leaf, so that a statement trigger on a leaf fences that module's events.
create table banyan_outbox.event (
  module          text        not null,
  id              uuid        not null,
  specversion     text        not null default '1.0',
  source          text        not null,
  type            text        not null,
  subject         text        not null,
  time            timestamptz not null,
  datacontenttype text        not null default 'application/json',
  schemaversion   integer     not null,
  correlationid   text        not null,
  causationid     uuid,
  traceparent     text,
  tracestate      text,
  data            jsonb       not null,
  primary key (module, id)
) partition by list (module);
create index event_id on banyan_outbox.event (id);
create index event_time on banyan_outbox.event (time);

-- A statement that names the root would pass by the triggers of the leaves.
create function banyan_outbox.refuse_write_to_root() returns trigger language plpgsql as $$
begin
  raise exception 'Events are written to the table of their module, banyan_outbox.event_<module>, not to banyan_outbox.event.';
end $$;
create trigger refuse_write_to_root before insert or update or truncate on banyan_outbox.event
  for each statement execute function banyan_outbox.refuse_write_to_root();

-- Spring Modulith's registry, as its version 2 wants it.
create table banyan_outbox.event_publication (
  id                     uuid primary key,
  listener_id            text not null,
  event_type             text not null,
  serialized_event       text not null,
  publication_date       timestamptz not null,
  completion_date        timestamptz,
  status                 text,
  completion_attempts    integer,
  last_resubmission_date timestamptz
);
create index event_publication_serialized_event on banyan_outbox.event_publication using hash (serialized_event);
create index event_publication_completion_date on banyan_outbox.event_publication (completion_date);
create table banyan_outbox.event_publication_archive (
  like banyan_outbox.event_publication including indexes
);

-- What the registry does not know of an unfinished publication: its consumer, subject, place and tries.
create table banyan_outbox.delivery (
  position       bigint      generated always as identity primary key,
  publication_id uuid        not null unique,
  event_id       uuid        not null,
  consumer       text        not null,
  module         text        not null,
  subject        text        not null,
  event_source   text        not null,
  event_module   text        not null,
  event_name     text        not null,
  event_version  integer     not null,
  event_time     timestamptz not null,
  external       boolean     not null,
  correlation_id text        not null,
  causation_id   uuid,
  trace_parent   text,
  trace_state    text,
  due            timestamptz not null default now(),
  tries          integer     not null default 0,
  dead_since     timestamptz,
  last_error     text,
  unique (consumer, subject, position),
  unique (event_id, consumer)
);
create index delivery_module on banyan_outbox.delivery (module, position);
create index delivery_dead on banyan_outbox.delivery (consumer, subject, position) where dead_since is not null;

create view banyan_outbox.dead_letter as
  select position, event_id, event_module || '.' || event_name as type, consumer, module, subject,
         dead_since, tries, last_error, serialized_event as data
  from banyan_outbox.delivery left join banyan_outbox.event_publication p on p.id = publication_id
  where dead_since is not null;

-- Deliveries that somebody else took over, and in which order they stood.
create table banyan_outbox.handed_over (
  event_id  uuid        not null,
  consumer  text        not null,
  module    text        not null,
  subject   text        not null,
  type      text        not null,
  position  bigint      not null,
  dead      boolean     not null,
  handed_at timestamptz not null default now(),
  primary key (event_id, consumer)
);

-- For a relay, in its own transaction: takes unfinished deliveries away from the application.
create function banyan_outbox.hand_over(for_module text, event_ids uuid[])
returns setof banyan_outbox.handed_over language sql as $$
  with taken as (
    delete from banyan_outbox.delivery d where d.module = for_module and d.event_id = any (event_ids) returning d.*
  ), completed as (
    update banyan_outbox.event_publication p set status = 'COMPLETED', completion_date = now()
    from taken t where p.id = t.publication_id
  )
  insert into banyan_outbox.handed_over (event_id, consumer, module, subject, type, position, dead)
  select event_id, consumer, module, subject, event_module || '.' || event_name, position, dead_since is not null
  from taken
  on conflict (event_id, consumer) do nothing
  returning *
$$;

-- Who reads the outbox and decides when a row goes. Where nobody does, the application removes rows by age alone.
create table banyan_outbox.reader (
  name  text primary key,
  since timestamptz not null default now()
);

-- For a relay: removes rows whose deliveries are done, if they are old enough. Returns how many went.
create function banyan_outbox.remove_events(event_ids uuid[], least_age interval)
returns bigint language sql as $$
  with removed as (
    delete from banyan_outbox.event where id = any (event_ids) and time < now() - least_age returning 1
  )
  select count(*) from removed
$$;

create table banyan_outbox.schema_version (
  version    integer primary key,
  applied_at timestamptz not null default now()
);
insert into banyan_outbox.schema_version (version) values (1);
