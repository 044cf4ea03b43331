-- What the engine owns. Hot tables keep instants as integers, milliseconds since 1970 (names end in _ms).

create table programs (
  fingerprint text primary key,
  format      integer not null,
  body        text not null check (json_valid(body)),
  stored_ms   integer not null
) strict, without rowid;

-- One row an apply; the highest number is what runs.
create table versions (
  number      integer primary key,
  fingerprint text not null references programs(fingerprint),
  applied_ms  integer not null
) strict;

-- When a flow was first applied: it sees only events that were first seen after that. watermark is the latest nominal local time
-- of a scheduled flow that has been looked at.
create table flows (
  flow       text primary key,
  since_seq  integer not null,
  applied_ms integer not null,
  watermark  text
) strict, without rowid;

-- One customer or order inside one flow. due_ms is null where the journey waits for nothing but an event, or is over.
create table journeys (
  id          integer primary key,
  flow        text not null,
  key         text not null,
  customer_id text not null,
  order_id    text,
  entered_ms  integer not null,
  state       text not null,
  due_ms      integer,
  over        integer not null default 0 check (over between 0 and 2), -- 0 under way, 1 finished, 2 left
  watch_ms    integer, -- goals are watched until then
  seq         integer not null default 0,
  data        text not null,
  check (over = 0 or due_ms is null)
) strict;
create unique index journeys_key on journeys (flow, key);
-- The order of release, so that a campaign of a million at one instant is read batch by batch without sorting.
create index journeys_due on journeys (due_ms, entered_ms) where due_ms is not null;
create index journeys_customer on journeys (customer_id);

-- Messages and webhooks. (flow, key, node, round) is the identity of a message: it is handed over at most once. doubts counts the
-- times that nobody could say whether it arrived; resend is 1 while a second attempt is still to be made in that case.
create table outbox (
  id          integer primary key,
  flow        text not null,
  key         text not null,
  node        text not null,
  round       text not null,
  kind        text not null check (kind = 'message' or kind = 'webhook'),
  status      text not null check (status = 'planned' or status = 'claimed' or status = 'handing_off'
    or status = 'retry_wait' or status = 'accepted' or status = 'failed' or status = 'unknown' or status = 'dropped' or status = 'held_out'),
  reason      text,
  journey     integer not null references journeys(id),
  customer_id text not null,
  order_id    text,
  channel     text not null,
  sender      text not null,
  topic       text,
  marketing   integer not null check (marketing between 0 and 1),
  opt_out     integer not null default 0 check (opt_out between 0 and 1), -- who never chose this topic is taken to have agreed
  resend      integer not null default 0 check (resend between 0 and 1),
  variant     text,
  address     text,
  program     text not null,
  locale      text,
  subject     text,
  payload     text,
  released_ms integer not null,
  stale_ms    integer, -- dropped when it could not be handed over by then
  attempts    integer not null default 0,
  doubts      integer not null default 0,
  next_ms     integer, -- when it is to be looked at; null: finished
  epoch       integer not null default 0,
  at_ms       integer not null, -- of the status
  answer      text,
  ord         integer not null, -- its place in what happened
  unique (flow, key, node, round),
  check ((next_ms is null) = (status = 'accepted' or status = 'failed' or status = 'dropped' or status = 'held_out'
    or (status = 'unknown' and resend = 0)))
) strict;
create index outbox_next on outbox (next_ms, id) where next_ms is not null;
create index outbox_customer on outbox (customer_id, released_ms);

-- What happened to journeys, for the ledger: entering, leaving, draws, goals.
create table trail (
  id      integer primary key,
  journey integer not null references journeys(id),
  at_ms   integer not null,
  kind    text not null check (kind = 'journey' or kind = 'assignment' or kind = 'goal'),
  node    text,
  outcome text not null,
  reason  text,
  variant text,
  ord     integer not null -- its place in what happened
) strict;
create index trail_journey on trail (journey);

-- A draw is stored once and stays.
create table draws (
  address text not null, -- FLOW.NODE@GENERATION
  unit    text not null, -- customer or order
  unit_id text not null,
  variant text, -- null: held out
  primary key (address, unit, unit_id)
) strict, without rowid;

-- One row: who runs. The epoch rises with every runner that takes the lease, and stands in each row that it claims.
create table lease (
  one            integer primary key check (one = 1),
  instance       text not null, -- of this database
  epoch          integer not null,
  holder         text not null,
  until_ms       integer not null,
  last_ms        integer not null, -- the latest time seen
  first_currency text not null default '', -- of the derived totals
  currencies     text not null default '[]' check (json_valid(currencies)) -- that the project declared at the latest import
) strict;
insert into lease (one, instance, epoch, holder, until_ms, last_ms) values (1, lower(hex(randomblob(16))), 0, '', 0, 0);

-- What only this store knows: the key of links and Message-IDs, made at its first use.
create table secrets (
  name  text primary key,
  value blob not null check (length(value) >= 32)
) strict, without rowid;
