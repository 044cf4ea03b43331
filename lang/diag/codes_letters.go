package diag

// letterCodes are the diagnostics about letters.
var letterCodes = map[Code]Entry{
	"F0601": {Error, "Letter too large", `
A letter's file may have 64 KB, a paragraph 16 KB, all its tables 5,000 cells, and it may hold 500 expressions. Mail programs cut a
letter off at about 100,000 bytes of HTML, and with it the unsubscribe link, so that a letter near these limits would not arrive
whole in any case.

Say it in fewer words, divide long paragraphs, or put the long part on a page and link to it:

    [The whole list](https://acme.example/list)
`},
	"F0602": {Error, "Letter nested too deeply", `
Quotations, lists and components may stand inside each other 16 levels deep, and the brackets of links 100. Beyond that nobody can
read it, and reading it would take longer than sending a thousand letters.

Wrong:

    > > > > > > > > > > > > > > > > > An answer to an answer

Write:

    > An answer to an answer
`},
	"F0603": {Error, "Unclosed expression", `
An expression in a letter begins with ${ and ends with }. It ends before the next blank line, and a quotation mark in it is
closed on its own line.

Wrong:

    Hello ${coalesce(customer.first_name, "there"),

Write:

    Hello ${coalesce(customer.first_name, "there")},

Where the letter shall show the two signs themselves, write $${ for ${.
`},
	"F0604": {Error, "Invalid expression", `
What stands between ${ and } is an expression of the flow language: fields such as order.number, functions such as
coalesce(customer.first_name, "there"), and choices such as customer.order_count == 1 ? "first" : "next". It is not empty, and
values are changed by functions around them, not by filters behind a bar.

Wrong:

    Hello ${customer.first_name | default: 'there'},

Write:

    Hello ${coalesce(customer.first_name, "there")},
`},
	"F0605": {Error, "Placeholder of another program", `
Each mailing program has placeholders of its own: {{ first_name }}, *|FNAME|*, {first_name, "there"}, %FIRSTNAME%. This one does
not know them, and a customer would read them as they stand. The message says what to write instead.

Wrong:

    Hello {{ first_name | default: "there" }},

Write:

    Hello ${coalesce(customer.first_name, "there")},

The two values of coalesce are the field and the text for who has none; without the second one the letter does not compile.
Where the signs themselves are meant in a letter's file, write a backslash before the first one: \{{.
`},
	"F0606": {Error, "HTML in a letter", `
A letter is written in Markdown. HTML is refused, since it could not be checked, would be missing in the text part, and looks
different in every mail program; the layout brings its own. Comments are allowed and are dropped.

Wrong:

    <b>Free shipping</b> <a href="https://acme.example">today</a>

Write:

    **Free shipping** [today](https://acme.example)

A button is a link alone in its paragraph, [Leave a review](${links.review}){.button}; products side by side are ::: items.
Where the sign itself is meant, write \<.
`},
	"F0607": {Error, "Unclosed comment", `
A comment begins with <!-- and ends with -->, and is dropped. Without its end all the rest of the letter would be dropped.

Write:

    <!-- Ask the product team about this sentence. -->
`},
	"F0608": {Error, "Picture without alt text", `
Many mail programs show no pictures until they are asked to, and some customers hear the letter. Both get the description.

Wrong:

    ![](https://cdn.acme.example/serum.jpg)

Write what the picture shows:

    ![The serum in its box](https://cdn.acme.example/serum.jpg)
`},
	"F0609": {Error, "Link without text", `
A link or a button without text can be neither seen nor heard.

Wrong:

    [](${links.review}){.button}

Write:

    [Leave a review](${links.review}){.button}
`},
	"F0610": {Error, "Address not allowed", `
Links lead to https://, mailto: or tel:, pictures come from https://. All else is refused after entities and backslashes are
read: javascript:, data:, file:, and schemes of programs that not everybody has.

Write:

    [Write to us](mailto:care@acme.example)
    ![The serum in its box](https://cdn.acme.example/serum.jpg)
`},
	"F0611": {Error, "Broken address", `
A letter is no page of a site: an address in it must be whole, with its scheme and its host. An expression may be the whole
address, or a part of it behind the host and a slash, where it is percent-encoded; it may not decide the host.

Wrong:

    [The sale](/sale)
    [Your order](https://${order.location}/orders)
    [Your order](${links.shop}/orders)

Write:

    [The sale](https://acme.example/sale)
    [Your order](https://acme.example/orders/${order.number})
    [Your order](${links.order})
`},
	"F0612": {Error, "Bare address cut by an expression", `
A bare address in a text becomes a link, and ends where an expression begins: the link would lead somewhere else.

Wrong:

    Follow it on https://acme.example/track/${order.number}

Write a full link:

    [Follow your parcel](https://acme.example/track/${order.number})
`},
	"F0613": {Error, "Unknown component", `
A line that begins with ::: is a component: items, order-summary, if with else, columns with column, and share. A bare ::: closes
the innermost one that holds something.

    ::: items from = order.items, max = 4, columns = 2
    ![${item.title}](${item.product.image_url})
    **${item.title}**
    :::

    ::: order-summary

    ::: if customer.order_count > 1
    Welcome back.
    ::: else
    Welcome.
    :::

    ::: columns
    The left side.
    ::: column
    The right side.
    :::

    ::: share link = links.referral
`},
	"F0614": {Error, "Unknown argument of a component", `
Arguments of a component are written as name = value, with commas between. The components items and share take arguments, the
others none.

    ::: items from = order.items, max = 4, columns = 2
    ::: share link = links.referral
`},
	"F0615": {Error, "Missing argument of a component", `
The component items needs from, the list whose elements it shows; share needs link; if needs its condition.

    ::: items from = order.items
    ::: share link = links.referral
    ::: if customer.order_count > 1
`},
	"F0616": {Error, "Wrong argument of a component", `
The component items shows 1 to 20 elements (max) in 1 or 2 columns; both are written as numbers, since the size of a letter must
be known before it is sent. The component columns has 2 or 3 parts, divided by lines ::: column.

Wrong:

    ::: items from = order.items, max = 100, columns = 4

Write:

    ::: items from = order.items, max = 8, columns = 2
`},
	"F0617": {Error, "Unclosed component", `
The components items, if and columns hold what follows, up to a line with ::: alone. In a list, that line is indented like the
first one.

Write:

    ::: if customer.order_count > 1
    Welcome back.
    :::
`},
	"F0618": {Error, "Nothing to close", `
A line with ::: alone closes the innermost component that holds something, and there is none. The components order-summary and
share hold nothing and have no closing line.

Wrong:

    ::: order-summary
    :::

Write:

    ::: order-summary
`},
	"F0619": {Error, "Misplaced divider", `
The line ::: else divides ::: if into two parts, once; the line ::: column divides ::: columns. Both stand directly in their
component, not in a list or a quotation inside of it.

    ::: if customer.order_count > 1
    Welcome back.
    ::: else
    Welcome.
    :::
`},
	"F0620": {Error, "Misplaced component", `
A component stands on lines of its own. Those that are as wide as the letter (items, order-summary, columns, share) cannot stand
in lists, quotations or products, and only share fits into a column. The condition ::: if may stand anywhere.

Wrong:

    > ::: order-summary

Write:

    > Thank you for your order.

    ::: order-summary
`},
	"F0621": {Error, "Unknown or misplaced attribute", `
There are three attributes, each right behind a link or a picture that stands alone in its paragraph: {.button} and
{.button-outline} make a button of a link, {.hero} makes a picture as wide as the letter.

Wrong:

    Tell us: [Leave a review](${links.review}){.button}

Write:

    Tell us:

    [Leave a review](${links.review}){.button}
`},
	"F0622": {Error, "Empty component", `
A component that holds something holds at least one line.

    ::: items from = order.items, max = 4
    **${item.title}**
    :::
`},
	"F0623": {Error, "Expression where none can stand", `
An expression stands in text, in a heading, a table, code, a picture's description, or in an address. It cannot name a reference,
be the title of a link, or stand behind the marks that begin a block of code: nobody would see it.

Wrong:

    [your order](https://acme.example "${order.number}")

Write:

    [your order ${order.number}](https://acme.example)
`},
	"F0624": {Error, "Unprintable character", `
The letter holds a character that cannot be shown or that nobody can see: a control character, one for private use, one that turns
the direction of the text, or bytes that are not UTF-8. They mostly come with a text that was copied from somewhere.

Delete the character, and save the file as UTF-8. The direction of a letter is set by its language.
`},
	"F0625": {Error, "Empty letter", `
The file holds nothing that anybody could read; perhaps all of it is a comment. Write at least one line.
`},
	"F0626": {Error, "Placeholder text left", `
"Lorem ipsum", "TODO:" and "FIXME" mark a text that was to be replaced before anybody reads it. Replace it, or put the note into a
comment, which is dropped:

    <!-- TODO: ask the product team about this sentence. -->
`},
	"F0627": {Error, "Table row too long", `
A row has more cells than the table has columns, which its second line sets; the cells beyond would not be shown.

Wrong:

    | Size | Price |
    |------|-------|
    | 30 ml | 75 | in stock |

Write:

    | Size | Price | |
    |------|-------|---|
    | 30 ml | 75 | in stock |

Where a bar is part of the text, write \|.
`},
	"F0628": {Error, "Unclosed code block", "\nA block of code begins with ``` or ~~~ on a line and ends with the same marks on a line of their own. Without its end, all the rest of\nthe letter would be shown as code.\n\n    ```\n    SAVE10\n    ```\n"},
	"F0629": {Error, "Line indented too far", `
Markdown takes the sign of a list, a quotation or a block of code for one only where its line is indented like the lines around
it, or up to three spaces further. Further in, it would be shown as it stands.

Wrong:

    Three things:

            - a serum

Write:

    Three things:

    - a serum

Inside ::: components, indent as you like: the indentation of the first line is taken off all of them.
`},
	"F0690": {Error, "Component not available yet", `
The components rating, nps, coupon and testimonials are part of the language, but this version of flowc does not show them yet. A
page behind a button does the same for the customer:

    [Leave a review](${links.review}){.button}
`},
	"W0601": {Warning, "Link without encryption", `
The address begins with http://: everybody on the way can read and change what it shows, and mail programs warn of it.

Write https://, which practically every site answers.
`},
	"W0602": {Warning, "Link text that says nothing", `
Who hears a letter often goes through it from link to link, and who skims it does the same. "Click here" tells neither where the
link leads.

Wrong:

    To track your parcel, [click here](${links.tracking}).

Write:

    [Track your parcel](${links.tracking})
`},
	"W0603": {Warning, "Link title is never shown", `
The title of a link or a picture, [text](address "title"), is not shown by mail programs, and flowc leaves it out. Write it into
the text.
`},
}
