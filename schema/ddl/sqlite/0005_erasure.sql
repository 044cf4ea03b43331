-- Lifting is a row, too: it ends what kept an address from everything until then, and the history stays.
create table lifts (
  channel  text not null default 'email',
  address  text not null, -- as in consents
  at       text not null,
  evidence text not null default '{}' check (json_valid(evidence)),
  primary key (channel, address, at)
) strict, without rowid;
insert into lifts (channel, address, at) select distinct channel, address, lifted_at from suppressions where lifted_at is not null;
alter table suppressions drop column lifted_at;

-- Who was erased, and when. What such a person had refused stays in consents and suppressions, under `hash:` and a keyed hash of the
-- address; the key is among the secrets.
create table erased (
  customer_id text not null,
  at_ms       integer not null,
  primary key (customer_id, at_ms)
) strict, without rowid;
insert into secrets (name, value) values ('erased', randomblob(32));
