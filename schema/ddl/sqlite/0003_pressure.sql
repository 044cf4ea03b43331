-- Until when a marketing message may be handed over before its customer's quiet hours or a blackout begin; after that it waits.
alter table outbox add column closes_ms integer;

-- Until when a purchase implies the consent of who never chose the topic; null: for good.
alter table outbox add column implied_ms integer;

-- The customer's clock, by which a message that came too late finds its next hour.
alter table outbox add column zone text;

-- Who belongs to the segment of a flow's trigger, as it was last looked at.
create table belonging (
  flow        text not null,
  customer_id text not null,
  primary key (flow, customer_id)
) strict, without rowid;

-- For a flow that a segment triggers: the condition by which belonging tells, and when all customers were last looked at.
alter table flows add column segment text;
alter table flows add column looked_ms integer;
