-- A cancellation does not name the invoice that it cancels: the customer's latest earlier one with the same stock code is a fair reading.
-- Lines that find none are left out.
with
  sold as materialized (
    select CustomerID, StockCode, InvoiceNo, min(InvoiceDate) as sold_at
    from rows
    where InvoiceNo not like 'C%' and CustomerID <> '' and cast(Quantity as integer) > 0
    group by 1, 2, 3
  ),
  back as materialized (
    select
      rowid as line_id, InvoiceNo as cancellation, CustomerID, StockCode, InvoiceDate as cancelled_at,
      -cast(Quantity as integer) * cast(UnitPrice as real) as amount
    from rows
    where InvoiceNo like 'C%' and CustomerID <> '' and cast(Quantity as integer) < 0
  ),
  candidates as (
    select
      b.*, s.InvoiceNo as order_id, row_number() over (partition by b.line_id order by s.sold_at desc, s.InvoiceNo desc) as nth
    from back b join sold s on s.CustomerID = b.CustomerID and s.StockCode = b.StockCode and s.sold_at < b.cancelled_at
  )
select
  cancellation || '/' || order_id   as id,
  order_id                          as order_id,
  min(cancelled_at)                 as at,
  printf('%.2f', sum(amount))       as amount,
  'cancelled'                       as reason
from candidates
where nth = 1
group by cancellation, order_id
