package diag

// sourceCodes are what `validate -sources` finds by asking the databases and files behind the queries.
var sourceCodes = map[Code]Entry{
	"F0811": {Error, "Query that cannot be run", `
The database does not take the query of a source: a table or a column has another name there, or the SQL has a mistake. The words of the
database stand in the message.

The queries of a ` + "`source \"csv\"`" + ` see all files as one table, ` + "`rows`" + `, with one column a name in the headers:

    select CustomerID as id, Country as country from rows group by CustomerID
`},
	"F0812": {Error, "Column that is missing", `
The query of a table must have certain columns, by the names of the order store: customers need id; orders id and placed_at; order_items
order_id and title; refunds id, order_id, at and amount. Name the column with "as":

    select invoice_no as id, invoice_date as placed_at from invoices
`},
	"F0813": {Error, "Column that means nothing", `
The query has a column that the order store does not know, so nothing would ever read it. It is most often a typing mistake: the message
names the nearest column. Leave out what is not needed.
`},
	"F0814": {Error, "Value that cannot be read", `
One of the first rows of the query holds a value that is not what its column holds: a time that is no time, an amount with a sign of its
currency in it, a quantity with a fraction. Mend it in the query:

    select replace(total, '€', '') as total, …
`},
}
