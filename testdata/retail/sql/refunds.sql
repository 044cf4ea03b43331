-- A cancellation does not name the invoice that it cancels: the customer's latest earlier one with the same stock code is a fair reading.
-- Lines that find none are left out.
with
  sold as materialized (
    select CustomerID, StockCode, InvoiceNo, min(InvoiceDate) as at
    from rows
    where InvoiceNo not like 'C%' and CustomerID <> '' and cast(Quantity as integer) > 0
    group by 1, 2, 3
    order by 1, 2, 4
  ),
  back as (
    select
      r.InvoiceNo, r.InvoiceDate, -cast(r.Quantity as integer) * cast(r.UnitPrice as real) as amount,
      (select s.InvoiceNo from sold s where s.CustomerID = r.CustomerID and s.StockCode = r.StockCode and s.at < r.InvoiceDate order by s.at desc limit 1) as order_id
    from rows r
    where r.InvoiceNo like 'C%' and r.CustomerID <> '' and cast(r.Quantity as integer) < 0
  )
select
  InvoiceNo || '/' || order_id   as id,
  order_id                       as order_id,
  max(InvoiceDate)               as at,
  printf('%.2f', sum(amount))    as amount,
  'cancelled'                    as reason
from back
where order_id is not null
group by InvoiceNo, order_id
