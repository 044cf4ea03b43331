package diag

// placeCodes are the diagnostics about where things live.
var placeCodes = map[Code]Entry{
	"F0801": {Error, "Address that leads nowhere", `
The address of a mail server, a database or a webhook begins with how it is spoken to.

Wrong:

    smtp = "mail.acme.example"

Write:

    smtp = "smtp://mail.acme.example:587"

An address with a password belongs into the environment: smtp = env("SMTP_URL").
`},
	"F0802": {Error, "Wrong use of env", `
env() takes the name of one environment variable, written out. The variable is read when the project runs, and its value is never shown.

Wrong:

    smtp = env("SMTP_URL", "smtp://localhost")

Write:

    smtp = env("SMTP_URL")
`},
	"F0803": {Error, "Unknown currency", `
Currencies are written as their codes in ISO 4217, in capital letters.

Wrong:

    currencies = ["euro"]

Write:

    currencies = ["EUR"]
`},
	"F0804": {Error, "Unknown language", `
A language is written in two small letters, and its country in two capital ones where it matters.

Wrong:

    locale = "English"

Write:

    locale = "en"
`},
	"F0805": {Error, "Not an address for customers", `
Addresses that customers follow or that show pictures are whole ones and go over https.

Wrong:

    website = "www.acme.example"

Write:

    website = "https://www.acme.example"
`},
	"F0806": {Error, "Not a colour", `
A colour is a number sign and six digits from 0 to f: two each for red, green and blue.

Wrong:

    accent = "darkred"

Write:

    accent = "#b4235a"
`},
	"F0808": {Error, "Query that asks nothing", `
The file of a source's table is empty. It holds one SQL query whose columns are those of the table.

    select id, email, first_name, created_at from shop_customers
`},
	"F0809": {Error, "Source without a table that is needed", `
A source gives at least customers and orders: without them no event means anything.

Write:

    source "sql" "shop" {
      url       = env("SHOP_DB")
      customers = "sql/customers.sql"
      orders    = "sql/orders.sql"
    }
`},
	"F0810": {Error, "Files that cannot be read", `
The files of a source lie inside the project's folder. * stands for any part of a name, and / stands between folders.

Wrong:

    files = "../till/*.csv"

Write:

    files = "till/*.csv"
`},
}
