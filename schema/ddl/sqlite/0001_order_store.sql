-- The order store: what is known of customers, orders and products. Times are UTC text, YYYY-MM-DDTHH:MM:SS.sssZ, so that they
-- sort as text; amounts are integers of the currency's minor unit. `stamps` names, for each writer (at, source, id), the fields that
-- it wrote last: an older event never overwrites a newer one, whatever the order of arrival.
-- Checks are written with `or`: SQLite makes a table of an `in (…)` for each row that it checks, which takes longer than all the rest.

create table customers (
  id                text primary key,
  created_at        text not null, -- as a source says, else when the customer was first seen
  updated_at        text not null,
  email             text, -- as it was written; null where no mail can go there
  phone             text,
  loyalty_id        text,
  first_name        text,
  last_name         text,
  locale            text,
  timezone          text,
  country           text,
  city              text,
  birthday          text, -- YYYY-MM-DD
  preferred_channel text,
  tags              text not null default '[]' check (json_valid(tags)),
  attrs             text not null default '{}' check (json_valid(attrs)),
  stamps            text not null default '{}' check (json_valid(stamps)),
  -- derived from orders, without cancelled and test orders; amounts net of refunds, of the orders in `currency`
  order_count       integer not null default 0 check (order_count >= 0),
  total_spent_minor integer not null default 0,
  currency          text, -- the project's first when the total was last counted
  first_order_at    text,
  last_order_at     text,
  merged_into       text references customers(id),
  redacted_at       text
) strict;

-- By what a customer is found. One value may stand at several customers: a phone that a household shares, an address that moved on.
create table identities (
  kind        text not null check (kind = 'external' or kind = 'email' or kind = 'loyalty' or kind = 'phone'),
  value       text not null, -- normalised: lower case, E.164
  customer_id text not null references customers(id),
  verified    integer not null default 0 check (verified between 0 and 1),
  first_seen  text not null, -- `at` of the earliest line that says so
  last_seen   text not null,
  primary key (kind, value, customer_id)
) strict, without rowid;
create index identities_customer on identities (customer_id, kind, first_seen);

create table products (
  id          text primary key,
  title       text not null,
  category    text,
  brand       text,
  url         text,
  image_url   text,
  price_minor integer,
  currency    text,
  tags        text not null default '[]' check (json_valid(tags)),
  attrs       text not null default '{}' check (json_valid(attrs)),
  stamps      text not null default '{}' check (json_valid(stamps)),
  updated_at  text not null
) strict;

-- An order is known once something was said about it, and placed once placed_at is there; only placed ones are facts.
create table orders (
  id                    text primary key,
  source                text not null,
  number                text not null,
  customer_id           text references customers(id), -- null: anonymous
  channel               text not null default 'online'
    check (channel = 'online' or channel = 'in_store' or channel = 'marketplace' or channel = 'phone' or channel = 'subscription'
      or channel = 'wholesale' or channel = 'other'),
  status                text not null default 'open'
    check (status = 'open' or status = 'cancelled' or status = 'refunded' or status = 'closed'),
  told_status           text not null default 'open'
    check (told_status = 'open' or told_status = 'cancelled' or told_status = 'refunded' or told_status = 'closed'),
  placed_at             text, -- null until order.placed is known
  paid_at               text,
  cancelled_at          text,
  estimated_delivery_at text,
  shipped_at            text, -- derived from shipments: the first one's
  delivered_at          text, -- derived from shipments: when all had arrived
  currency              text not null,
  total_minor           integer not null default 0,
  subtotal_minor        integer not null default 0,
  discount_minor        integer not null default 0,
  shipping_minor        integer not null default 0,
  tax_minor             integer not null default 0,
  refunded_minor        integer not null default 0, -- derived from refunds
  url                   text,
  location              text,
  gift_message          text,
  customer_note         text,
  discount_codes        text not null default '[]' check (json_valid(discount_codes)),
  tags                  text not null default '[]' check (json_valid(tags)),
  attrs                 text not null default '{}' check (json_valid(attrs)),
  stamps                text not null default '{}' check (json_valid(stamps)),
  is_test               integer not null default 0 check (is_test between 0 and 1),
  updated_at            text not null
) strict;
create index orders_customer on orders (customer_id, placed_at, id, status, is_test);

create table order_items (
  order_id      text not null references orders(id),
  line_no       integer not null check (line_no >= 1),
  id            text not null,
  product_id    text not null references products(id),
  sku           text,
  title         text not null,
  variant_title text,
  quantity      integer not null check (quantity >= 0),
  unit_minor    integer not null,
  total_minor   integer not null,
  image_url     text,
  primary key (order_id, line_no)
) strict, without rowid;
create index order_items_product on order_items (product_id);

create table shipments (
  order_id        text not null references orders(id),
  id              text not null, -- '' where the order has one parcel of all its items
  carrier         text,
  tracking_number text,
  tracking_url    text,
  shipped_at      text,
  delivered_at    text,
  items           text check (items is null or json_valid(items)), -- ids of lines; null: all
  stamps          text not null default '{}' check (json_valid(stamps)),
  primary key (order_id, id)
) strict, without rowid;

create table refunds (
  source       text not null,
  id           text not null,
  order_id     text not null references orders(id),
  at           text not null,
  amount_minor integer not null check (amount_minor >= 0),
  reason       text,
  primary key (source, id)
) strict, without rowid;
create index refunds_order on refunds (order_id);

create table reviews (
  source      text not null,
  id          text not null,
  customer_id text references customers(id),
  order_id    text,
  product_id  text,
  rating      integer not null, -- in millionths, as numbers are
  title       text,
  body        text,
  at          text not null,
  primary key (source, id)
) strict, without rowid;
create index reviews_customer on reviews (customer_id, at);
create index reviews_order on reviews (order_id) where customer_id is null;

-- Consent, append-only. An address is what a line or a link names; a line that names a customer alone is kept under `customer:ID`, and
-- counts for the address that the customer had at that instant. Denials go along with the customer to later addresses, grants do not.
-- Of choices the newest holds, of two at one instant the denial; snapshots fill what was never chosen, the stricter one first. A row of
-- the basis undo takes back the denials of the same (source, event) that are not later.
create table consents (
  seq         integer primary key,
  channel     text not null default 'email',
  address     text not null, -- normalised, or customer:ID
  customer_id text not null default '',
  topic       text not null, -- '*': all marketing
  state       text not null check (state = 'granted' or state = 'denied'),
  basis       text not null, -- choice, snapshot, unsubscribe, one_click, page, undo, …
  source      text not null,
  event       text not null default '',
  at          text not null,
  evidence    text not null default '{}' check (json_valid(evidence)),
  unique (channel, address, customer_id, topic, state, basis, source, event, at)
) strict;
create unique index consents_snapshot on consents (channel, address, customer_id, topic, state) 
  where basis = 'snapshot' and substr(address, 1, 9) <> 'customer:';
create index consents_customer on consents (customer_id) where customer_id <> '';

-- What keeps an address from everything. The address is as in consents.
create table suppressions (
  channel   text not null default 'email',
  address   text not null,
  reason    text not null check (reason = 'hard_bounce' or reason = 'complaint' or reason = 'manual' or reason = 'legal'),
  at        text not null,
  lifted_at text,
  evidence  text not null default '{}' check (json_valid(evidence)),
  primary key (channel, address, reason, at)
) strict, without rowid;

-- What happened, as it arrived. (source, id) is the key: the same again changes nothing. state: 0 waits for its order to be placed,
-- 1 is to be looked at by the engine, 2 has been.
create table events (
  seq         integer primary key autoincrement,
  source      text not null,
  id          text not null,
  type        text not null,
  at          text not null,
  customer_id text,
  order_id    text,
  shipment    text,
  properties  text not null default '{}' check (json_valid(properties)),
  state       integer not null default 1 check (state between 0 and 2),
  received_at text not null,
  unique (source, id)
) strict;
create index events_new on events (at, source, id) where state = 1;
create index events_waiting on events (order_id) where state = 0;
create index events_customer on events (customer_id, at) where customer_id is not null;
create index events_order on events (order_id, at) where order_id is not null;

-- The types that projects declared when their events came in: by them the properties are read.
create table event_types (
  name       text primary key,
  properties text not null check (json_valid(properties)) -- name → kind
) strict, without rowid;

-- How far each source has been read.
create table cursors (
  source     text not null,
  name       text not null, -- the table that the query maps
  updated_at text not null,
  last_id    text not null,
  primary key (source, name)
) strict, without rowid;
