package diag

// syntaxCodes are the diagnostics about files and syntax.
var syntaxCodes = map[Code]Entry{
	"F0001": {Summary: "File too large", Explanation: `A file of a project has at most 1 MB (1,048,576 bytes). A flow of a page has
about 4 KB, so a file of that size was most likely put there by mistake, or
written by a program that could as well write several.

All *.flow.hcl files of the folder are read as one project: divide the file
wherever a block ends.`},

	"F0002": {Summary: "Project too large", Explanation: `The files of a project, letters included, have at most 10 MB together; there
are at most 10,000 *.flow.hcl files, and at most 200,000 files of any kind in
the folder and below it.

This happens when flowc is started in the wrong folder, such as a home folder.
A project is a folder of its own: go there, or name it with -project.`},

	"F0003": {Summary: "Unreadable file", Explanation: `The file is there and could not be read: whoever runs flowc may not read it,
or it is no ordinary file but a pipe or a device.

Look at its permissions with ls -l, and give read permission to the user that
runs flowc.`},

	"F0004": {Summary: "Link instead of a file", Explanation: `flowc follows no links inside a project: what is in the folder is the project,
so that a copy of the folder, a commit or a pull request holds all of it and
nothing else.

Put the file itself in the place of the link.`},

	"F0005": {Summary: "Path out of the project", Explanation: `A path is relative to the file that names it, is written with /, stays inside
the project's folder and leads through no hidden folder.

Wrong:

    body = "../../shared/thanks.md"
    body = "/home/ada/thanks.md"

Right, beside the flow's file:

    body = "emails/thanks.md"`},

	"F0006": {Summary: "No such file", Explanation: `An argument names a file that is not there. Paths are relative to the file
that names them, not to the project's folder and not to where flowc was
started; capital letters count.

In flows/welcome.flow.hcl, this names the file flows/emails/welcome.md:

    body = "emails/welcome.md"`},

	"F0007": {Summary: "File not in UTF-8", Explanation: `All files of a project are text in UTF-8, the encoding that nearly every
editor uses. Some programs, spreadsheets above all, save in others, and an ä
or a € then becomes bytes that mean nothing here.

Open the file, and save it with the encoding "UTF-8".`},

	"F0008": {Summary: "Sign without a meaning", Explanation: `Outside of texts (in quotes) and comments (behind #) only letters, digits and
the signs of the language can stand. Signs such as @, \ or a space of another
kind, which text programs put in, have no meaning there, and control
characters have none anywhere.

Wrong:

    owner = lifecycle@acme.example

Right:

    owner = "lifecycle@acme.example"`},

	"F0009": {Summary: "File too full", Explanation: `A file holds at most 200,000 words and signs, about 150 pages of flows. This
keeps a file that a program wrote from taking all memory.

All *.flow.hcl files of the folder are read as one project: divide the file
wherever a block ends.`},

	"F0010": {Summary: "Nested too deeply", Explanation: `Brackets, ${…} in texts, signs before a value and conditions with ? : can
stand inside one another 64 deep. Whoever needs more gives the inner parts
names:

    locals {
      is_regular = customer.order_count > 3 && customer.total_spent > 200
    }

and then writes local.is_regular, or makes a segment of the condition.`},

	"F0011": {Summary: "Expression too long", Explanation: `One argument has at most 10,000 operators, calls and indices, and one text at
most 1,000 pieces. Conditions of that length are written by programs; a
segment, or a tag that the shop sets on its customers, says the same in one
word:

    where = contains(customer.tags, "spring_list")`},

	"F0012": {Summary: "Number too long", Explanation: `A number has at most 100 digits here and an exponent of at most 308, and its
value at most twelve digits before the point and six behind it. Longer ones
are mistakes: an identifier, for example, is a text.

Wrong:

    where = order.id == 1e400

Right:

    where = order.id == "1e400"`},

	"F0013": {Summary: "Too many mistakes", Explanation: `Of one file the first 100 mistakes are reported, of one project the first
1,000. The rest is most likely of the same kind. Mend the first ones and run
flowc validate again.`},

	"F0014": {Summary: "No project here", Explanation: `flowc reads every file of the project's folder, and of the folders in it,
whose name ends in .flow.hcl. There is none.

Go to the project's folder, or name it with -project; flowc init writes a
project to begin with.`},

	"F0020": {Summary: "Text without an end", Explanation: `A text begins and ends with a straight quote, on one line. A value in it
stands in ${ and }.

Wrong:

    subject = "Thank you
    subject = "Thank you, ${customer.first_name"

Right:

    subject = "Thank you"
    subject = "Thank you, ${coalesce(customer.first_name, "and welcome")}"

A line break inside a text is written \n.`},

	"F0021": {Summary: "Curly quotes", Explanation: `Text programs and chats turn quotes into curly ones, which are other signs.
Texts stand in straight quotes; inside a text curly ones may stand like any
other sign.

Wrong:

    title = “After the purchase”

Right:

    title = "After the purchase"`},

	"F0022": {Summary: "Single quotes", Explanation: `Texts stand in double quotes only.

Wrong:

    title = 'After the purchase'

Right:

    title = "After the purchase"`},

	"F0023": {Summary: "Text of several lines", Explanation: `HCL has texts of several lines between << and a word. The flow language has no
use for them: subjects and titles have one line, and letters are Markdown
files.

Wrong:

    subject = <<EOT
    Thank you
    EOT

Right:

    subject = "Thank you"
    body    = "emails/thank-you.md"`},

	"F0024": {Summary: "Directive in a text", Explanation: `HCL's %{ if } and %{ for } are not part of the flow language: a text holds
values, as ${…}, and a letter has ::: if.

Wrong:

    subject = "Hello%{ if customer.order_count > 1 } again%{ endif }"

Right:

    subject = "Hello${customer.order_count > 1 ? " again" : ""}"

For the two signs themselves write %%{.`},

	"F0025": {Summary: "Unknown escape", Explanation: `In a text the sign \ begins an escape: \n is a new line, \t a tab, \" a quote,
\\ the sign itself, \u00e4 the character with that number.

Wrong:

    title = "C:\shop"

Right:

    title = "C:\\shop"`},

	"F0026": {Summary: "Comment without an end", Explanation: `A comment that begins with /* ends with */. Most comments begin with # and end
with their line, which is easier to see.

Wrong:

    /* asks for a review

Right:

    # asks for a review`},

	"F0030": {Summary: "Block without an end", Explanation: `Every { needs a } of its own. The message names the block whose } is missing,
as far as the layout tells: the } of a block stands below the first letter of
its word.

Wrong:

    flow "welcome" {
      step "hello" {
        email {
          subject = "Hello"
      }
    }

Here the } below step closes email, the one below flow closes step, and flow
has none. Right:

    flow "welcome" {
      step "hello" {
        email {
          subject = "Hello"
        }
      }
    }

flowc fmt makes such slips easy to see.`},

	"F0031": {Summary: "Bracket without a partner", Explanation: `( goes with ), [ with ], { with }, and what was opened last is closed first.

Wrong:

    where = (order.total > 20 && order.channel == "online"
    on    = ["tue", "wed"

Right:

    where = (order.total > 20 && order.channel == "online")
    on    = ["tue", "wed"]`},

	"F0032": {Summary: "Brace on a line of its own", Explanation: `The { of a block stands on the line of its word.

Wrong:

    step "thanks"
    {

Right:

    step "thanks" {`},

	"F0033": {Summary: "Too much for one line", Explanation: `A block may be written on one line if it holds one argument and nothing else.
With more it has a line for each.

Wrong:

    delay "pause" { for = "7d" at = "10:00" }

Right:

    delay "pause" {
      for = "7d"
      at  = "10:00"
    }`},

	"F0034": {Summary: "Missing line break", Explanation: `Each argument and each block begins on a line of its own, and so does the } of
a block that has several lines. There are no semicolons.

Wrong:

    title = "Welcome" owner = "lifecycle@acme.example"

Right:

    title = "Welcome"
    owner = "lifecycle@acme.example"`},

	"F0035": {Summary: "Missing equals sign", Explanation: `An argument is a name, an equals sign and a value.

Wrong:

    title "Welcome"
    title: "Welcome"

Right:

    title = "Welcome"`},

	"F0036": {Summary: "Missing value", Explanation: `The value of an argument stands behind its equals sign, on the same line. In
brackets it may go on over several lines.

Wrong:

    where =
      order.total > 20

Right:

    where = (
      order.total > 20
      && order.channel == "online"
    )`},

	"F0037": {Summary: "Missing comma", Explanation: `The values of a list, of a call and of an object on one line have commas
between them.

Wrong:

    on = ["tue" "wed" "thu"]

Right:

    on = ["tue", "wed", "thu"]`},

	"F0038": {Summary: "Line begins or ends with an operator", Explanation: `A value ends with its line, unless it stands in brackets. So a line can
neither begin nor end with && or any other operator.

Wrong:

    where = order.total > 20
      && order.channel == "online"

Right, on one line, or in brackets:

    where = order.total > 20 && order.channel == "online"
    where = (
      order.total > 20
      && order.channel == "online"
    )`},

	"F0039": {Summary: "Unknown operator", Explanation: `The operators are == (equal), != (not equal), <, <=, >, >=, && (and), || (or),
! (not), + - * / % and the condition CONDITION ? VALUE IF SO : VALUE IF NOT.
Words such as "and" are none, and a single = gives an argument its value.

Wrong:

    where = order.channel = "online" and order.total > 20

Right:

    where = order.channel == "online" && order.total > 20`},

	"F0040": {Summary: "Equals sign before a block", Explanation: `A block is its word, its names and its braces; an equals sign makes an
argument.

Wrong:

    email = {
      subject = "Hello"
    }

Right:

    email {
      subject = "Hello"
    }`},

	"F0041": {Summary: "Quoted argument name", Explanation: `The names of arguments have no quotes; only texts do, and the names of blocks.

Wrong:

    "title" = "Welcome"

Right:

    title = "Welcome"`},

	"F0042": {Summary: "Statement instead of a block", Explanation: `A flow describes what happens; it has no statements as a program has. For
choosing there is branch, for one step when, for doing something several times
repeat.

Wrong:

    if order.total > 100 {
      step "gift" { … }
    }

Right:

    step "gift" {
      when = order.total > 100
      …
    }`},

	"F0043": {Summary: "Block without braces", Explanation: `A block has braces, even where nothing stands in them: that is how it is told
from an argument, and where it ends is seen.

Wrong:

    end

Right:

    end {}`},

	"F0044": {Summary: "Unreadable value", Explanation: `What stands behind the equals sign, or in ${…}, is no value. A value is a text
in quotes, a number, true, false, null, a name such as customer.order_count, a
call such as coalesce(customer.first_name, "there"), a list in [ ], an object
in { }, or several of these with operators between them.

Wrong:

    when = customer.order_count >
    for  = 7d

Right:

    when = customer.order_count > 1
    for  = "7d"`},

	"F0045": {Summary: "Unreadable line", Explanation: `Between braces, and at the top of a file, each line is one of two things: an
argument or the beginning of a block.

    title = "Welcome"

    step "hello" {

Names are single words; several are joined with _.`},

	"F0046": {Summary: "Comma between arguments", Explanation: `Arguments and blocks are separated by line breaks. Commas stand in lists,
calls and objects only.

Wrong:

    title = "Welcome",
    owner = "lifecycle@acme.example"

Right:

    title = "Welcome"
    owner = "lifecycle@acme.example"`},
}
