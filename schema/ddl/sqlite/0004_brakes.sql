-- What people (or a breaker) have stopped: everything, or what is of one flow, topic, sender or customer, or all marketing.
create table pauses (
  scope  text not null check (scope = 'all' or scope = 'marketing' or scope = 'flow' or scope = 'topic' or scope = 'sender' or scope = 'customer'),
  name   text not null, -- empty for all and marketing
  reason text not null,
  at_ms  integer not null,
  primary key (scope, name)
) strict, without rowid;

-- Which limit a message is beyond: it waits for a person. Null: it is free to go.
alter table outbox add column held text;

-- 1: a person has let it go, so that no limit holds it again.
alter table outbox add column freed integer not null default 0;

-- What was handed over and what came back, by the minute: limits and breakers count in it, whatever the size of the outbox.
create table traffic (
  minute     integer primary key, -- since 1970
  handed     integer not null default 0,
  bounced    integer not null default 0,
  complained integer not null default 0
) strict;

-- The latest time that a runner's own clock showed: one that shows an earlier time has been put back.
alter table lease add column clock_ms integer not null default 0;
