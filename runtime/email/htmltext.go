package email

import (
	"fmt"

	"github.com/flowc/flowc/schema/letter"
)

// inlines writes running text.
func (r *renderer) inlines(is letter.Inlines) {
	for _, in := range is {
		switch in := in.(type) {
		case letter.Text:
			r.p.lit(escaped(in.Text))
		case letter.Value:
			r.p.add(value{in.Hole})
		case letter.Strong:
			r.wrap("<strong>", in.Content, "</strong>")
		case letter.Emphasis:
			r.wrap("<em>", in.Content, "</em>")
		case letter.Strike:
			r.wrap("<s>", in.Content, "</s>")
		case letter.CodeSpan:
			r.wrap(fmt.Sprintf(`<code class="ti" style="padding:1px 5px;background:%s;border-radius:4px;font-family:%s;font-size:0.9em;">`, r.s.light.tint, fontCode), in.Content, "</code>")
		case letter.Link:
			r.link(in)
		case letter.Image:
			attributes := `style="max-width:100%;height:auto;border:0;vertical-align:middle;"`
			if r.alone {
				attributes = `style="max-width:100%;height:auto;border:0;border-radius:8px;vertical-align:middle;"`
			}
			if r.fit && r.alone {
				attributes = fmt.Sprintf(`width="%d" style="display:block;width:100%%;height:auto;border:0;border-radius:8px;"`, r.width)
			}
			r.p.add(r.pictureOp(in, attributes))
		case letter.Break:
			r.p.lit("<br>")
		default:
			panic(fmt.Sprintf("this is a bug in flowc: no HTML for %T", in))
		}
	}
}

func (r *renderer) wrap(before string, content letter.Inlines, after string) {
	alone := r.alone
	r.alone = false
	r.p.lit(before)
	r.inlines(content)
	r.p.lit(after)
	r.alone = alone
}

func (r *renderer) link(in letter.Link) {
	r.links++
	number := r.links - 1
	body := r.within(func(inner *renderer) { inner.inlines(in.Content) })
	r.p.add(anchor{to: in.To, number: number, before: `<a href="`, after: fmt.Sprintf(`" class="a" style="color:%s;text-decoration:underline;text-underline-offset:2px;">`, r.s.light.link), body: body, end: "</a>", fallback: body})
}
