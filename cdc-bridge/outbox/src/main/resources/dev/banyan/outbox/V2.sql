-- Deliveries that wait for earlier ones that a relay still has to bring. Written by the relay, which
-- also takes the rows away: kind 'of' holds events of a module, kind 'to' events to its consumers.
create table banyan_outbox.held (
  kind           text   not null check (kind in ('of', 'to')),
  module         text   not null,
  subject        text,                                -- null: every subject
  subscriber     text   not null default '',          -- '': applications; else one subscriber of the relay
  epoch          bigint not null,
  after_position bigint not null default 0,           -- rows of banyan_outbox.delivery behind it wait
  after_lsn      pg_lsn not null default '0/0',       -- events that were committed behind it wait
  unique nulls not distinct (kind, module, subject, subscriber, epoch)
);
insert into banyan_outbox.schema_version (version) values (2);
