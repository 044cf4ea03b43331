-- What the database knows of the send journal beside it: which one it is, where it ended before the latest group of hand-overs, and where it
-- ends with that group. The group's own transaction writes it, before the journal is written. An empty id: no journal was begun yet.
create table journal (
  one         integer primary key check (one = 1),
  id          text not null default '',
  before_seq  integer not null default 0,
  before_size integer not null default 0,
  before_sum  text not null default '',
  head_seq    integer not null default 0,
  head_size   integer not null default 0,
  head_sum    text not null default ''
) strict;
insert into journal (one) values (1);

-- Messages of which only the journal knew, after an older copy of the database was restored: they left the house and are never handed over
-- again. key is the hash of the message's identity.
create table buried (
  key    blob primary key check (length(key) = 16),
  flow   text not null,
  sent_ms integer not null, -- when it was handed over, as the journal says
  at_ms  integer not null -- when a person decided
) strict, without rowid;
