-- Ids were made decimals by a spreadsheet: 17850.0. There are no addresses in the files; each customer has one made of the id.
select
  cast(cast(CustomerID as real) as integer)                               as id,
  'c' || cast(cast(CustomerID as real) as integer) || '@example.test'     as email,
  min(InvoiceDate)                                                        as created_at
from rows
where CustomerID <> ''
group by 1
