select
  InvoiceNo                                        as order_id,
  StockCode                                        as product,
  StockCode                                        as sku,
  coalesce(nullif(trim(Description), ''), StockCode) as title,
  cast(Quantity as integer)                        as quantity,
  printf('%.2f', cast(UnitPrice as real))          as unit_price
from rows
where InvoiceNo not like 'C%' and cast(Quantity as integer) > 0 and cast(UnitPrice as real) >= 0
order by file, line
