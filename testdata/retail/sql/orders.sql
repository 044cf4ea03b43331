-- One row an invoice. Those whose number begins with C are cancellations, which refunds.sql reads; those with nothing but negative
-- quantities are corrections of the stock. The till is a shop's own: its orders are placed by phone and post.
select
  InvoiceNo                                                               as id,
  InvoiceNo                                                               as number,
  min(InvoiceDate)                                                        as placed_at,
  max(case when CustomerID <> '' then cast(cast(CustomerID as real) as integer) end) as customer_id,
  'GBP'                                                                   as currency,
  printf('%.2f', sum(cast(Quantity as integer) * cast(UnitPrice as real))) as total
from rows
where InvoiceNo not like 'C%' and cast(Quantity as integer) > 0 and cast(UnitPrice as real) >= 0
group by InvoiceNo
