package email

import "fmt"

// compileHTML writes the whole document: head, header, the letter, footer.
func compileHTML(t *Template, rightToLeft bool) []op {
	p := &program{}
	r := &renderer{p: p, t: t, s: styles{light: t.theme.light, start: "left", end: "right"}, width: layoutWidth - 2*sideSpace}
	dir := "ltr"
	if rightToLeft {
		dir, r.s.start, r.s.end = "rtl", "right", "left"
	}
	r.head(dir)
	r.header()
	r.rows(t.doc.Blocks)
	p.lit(`<tr><td style="padding:0 0 24px;font-size:0;line-height:0;">&nbsp;</td></tr>`, "\n</table>\n</td></tr>\n")
	r.footer()
	p.lit("</table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n</div>\n</body>\n</html>\n")
	return p.done()
}

func subject(in *Input) string   { return in.Subject }
func preheader(in *Input) string { return in.Preheader }
func why(in *Input) string       { return in.Why }

func (r *renderer) head(dir string) {
	light, p := r.s.light, r.p
	lang := escaped(r.t.locale)
	p.lit("<!DOCTYPE html>\n", `<html lang="`, lang, `" dir="`, dir, `" xmlns="http://www.w3.org/1999/xhtml" xmlns:o="urn:schemas-microsoft-com:office:office">`, "\n<head>\n",
		`<meta charset="utf-8">`, "\n",
		`<meta name="viewport" content="width=device-width, initial-scale=1">`, "\n",
		`<meta name="color-scheme" content="light dark">`, "\n",
		`<meta name="supported-color-schemes" content="light dark">`, "\n",
		`<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">`, "\n",
		`<meta name="x-apple-disable-message-reformatting">`, "\n<title>")
	p.add(dynamic{text: subject})
	p.lit("</title>\n",
		"<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><style>td,th,p,a,li,h1,h2,h3{font-family:Arial,sans-serif!important;}</style><![endif]-->\n",
		"<style>\n", styleSheet(r.t.theme.dark), "</style>\n</head>\n",
		fmt.Sprintf(`<body class="bg" style="margin:0;padding:0;background:%s;-webkit-text-size-adjust:100%%;">`, light.page), "\n")
	p.add(dynamic{text: preheader, before: `<div style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all;">`, after: "</div>\n"})
	p.lit(`<div role="article" aria-roledescription="email" lang="`, lang, `" dir="`, dir, `">`, "\n",
		presentation, fmt.Sprintf(` width="100%%" class="bg" bgcolor="%s" style="background:%s;"><tr><td class="o" align="center" style="padding:32px 12px;">`, light.page, light.page), "\n",
		fmt.Sprintf(`<!--[if mso]>%s width="%d" align="center"><tr><td><![endif]-->`, presentation, layoutWidth), "\n",
		presentation, fmt.Sprintf(` class="w" width="100%%" style="max-width:%dpx;margin:0 auto;">`, layoutWidth), "\n",
		fmt.Sprintf(`<tr><td class="cd" bgcolor="%s" style="background:%s;border-radius:16px;overflow:hidden;">`, light.card, light.card), "\n",
		presentation, ` width="100%">`, "\n")
}

// styleSheet is what cannot stand in a style attribute: the phone and the dark scheme. Mail programs that take it out show the
// light scheme at full width.
func styleSheet(dark scheme) string {
	schemes := func(prefix string) string {
		rule := func(class, declarations string) string { return prefix + "." + class + "{" + declarations + "}\n" }
		return rule("bg", fmt.Sprintf("background:%s!important;", dark.page)) +
			rule("cd", fmt.Sprintf("background:%s!important;", dark.card)) +
			rule("tx", fmt.Sprintf("color:%s!important;", dark.ink)) +
			rule("mu", fmt.Sprintf("color:%s!important;", dark.muted)) +
			rule("ln", fmt.Sprintf("border-color:%s!important;", dark.line)) +
			rule("ti", fmt.Sprintf("background:%s!important;", dark.tint)) +
			rule("a", fmt.Sprintf("color:%s!important;", dark.link)) +
			rule("bt", fmt.Sprintf("background:%s!important;border-color:%s!important;", dark.button, dark.rim)) +
			rule("btt", fmt.Sprintf("color:%s!important;", dark.onButton)) +
			rule("bo", fmt.Sprintf("border-color:%s!important;", dark.link)) +
			rule("bot", fmt.Sprintf("color:%s!important;", dark.link))
	}
	return ":root{color-scheme:light dark;supported-color-schemes:light dark;}\n" +
		"@media (max-width:620px){\n" +
		".o{padding:0!important;}\n.cd{border-radius:0!important;}\n.p{padding-left:24px!important;padding-right:24px!important;}\n" +
		".col{display:block!important;width:100%!important;box-sizing:border-box;padding-left:0!important;padding-right:0!important;}\n.gap{margin-left:0!important;margin-right:0!important;}\n" +
		".h1{font-size:26px!important;line-height:32px!important;}\n" +
		"}\n" +
		"@media (prefers-color-scheme:dark){\n" + schemes("") + "}\n" +
		schemes("[data-ogsc] ")
}

// header shows whose letter it is.
func (r *renderer) header() {
	b, p := r.t.brand, r.p
	p.lit(fmt.Sprintf(`<tr><td class="p" style="padding:36px %dpx 28px;font-family:%s;">`, sideSpace, fontText))
	show := fmt.Sprintf(`<span class="tx" style="color:%s;font-size:18px;line-height:24px;font-weight:700;letter-spacing:-0.01em;">%s</span>`, r.s.light.ink, escaped(b.Name))
	if logo, ok := address(b.Logo, true); ok {
		show = fmt.Sprintf(`<img src="%s" height="36" alt="%s" style="display:block;height:36px;width:auto;max-width:100%%;border:0;font-size:18px;font-weight:700;">`, escaped(logo), escaped(b.Name))
	}
	if site, ok := address(b.Website, false); ok {
		show = fmt.Sprintf(`<a href="%s" style="text-decoration:none;">%s</a>`, escaped(site), show)
	}
	p.lit(show, "</td></tr>\n")
}

// footer says why the letter came, who sent it, and how to get no more of them.
func (r *renderer) footer() {
	b, p, w := r.t.brand, r.p, r.t.words
	p.lit(fmt.Sprintf(`<tr><td class="p mu" style="padding:28px %dpx 32px;font-family:%s;font-size:13px;line-height:20px;color:%s;">`, sideSpace, fontText, r.s.light.muted), "\n")
	p.add(dynamic{text: why, before: `<p style="margin:0 0 8px;">`, after: "</p>\n"})
	if b.PostalAddress != "" {
		p.lit(`<p style="margin:0 0 8px;">`, escaped(Normal(b.PostalAddress)), "</p>\n")
	}
	p.lit(`<p style="margin:0;">`)
	link := fmt.Sprintf(`" class="mu" style="color:%s;text-decoration:underline;">`, r.s.light.muted)
	for _, l := range []struct {
		label string
		url   func(in *Input) string
	}{
		{w.unsubscribe, func(in *Input) string { return in.UnsubscribeURL }},
		{w.preferences, func(in *Input) string { return in.PreferencesURL }},
		{w.browser, func(in *Input) string { return in.BrowserURL }},
	} {
		p.add(dynamic{text: l.url, before: `<a href="`, after: link + escaped(l.label) + "</a> &nbsp; ", attribute: true})
	}
	p.lit("</p>\n</td></tr>\n")
}

// summaryStyle is the HTML around the parts of the order's table.
type summaryStyle struct {
	begin, caption, captionEnd, head, headEnd        string
	row, title, variant, variantEnd, next, last, end string
	more, moreEnd                                    string
	sum, grand, amount, grandAmount, sumEnd          string
	finish                                           string
}

func (r *renderer) summaryStyle() summaryStyle {
	l, s, w := r.s.light, r.s, r.t.words
	cell := func(tag, class, side, style string) string {
		return fmt.Sprintf(`<%s class="%s" align="%s" style="text-align:%s;vertical-align:top;%s">`, tag, class, side, side, style)
	}
	muted := fmt.Sprintf("color:%s;font-size:13px;line-height:20px;font-weight:600;", l.muted)
	under := fmt.Sprintf("border-bottom:1px solid %s;", l.line)
	th := func(side, label, pad string) string {
		return fmt.Sprintf(`<th scope="col" class="mu ln" align="%s" style="text-align:%s;padding:8px %s;%s%s">%s</th>`, side, side, pad, under, muted, escaped(label))
	}
	ink := fmt.Sprintf("color:%s;", l.ink)
	return summaryStyle{
		begin:      fmt.Sprintf(`<table class="tx" width="100%%" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 24px;border-collapse:collapse;color:%s;font-size:15px;line-height:22px;">`, l.ink) + "\n",
		caption:    fmt.Sprintf(`<caption class="tx" style="caption-side:top;text-align:%s;padding:0 0 6px;color:%s;font-size:17px;line-height:24px;font-weight:600;">`, s.start, l.ink),
		captionEnd: "</caption>\n",
		head:       "<thead><tr>" + th(s.start, w.item, "0") + th(s.end, w.quantity, "12px") + th(s.end, w.total, "0"), headEnd: "</tr></thead>\n<tbody>\n",
		row:   "<tr>" + cell("td", "tx ln", s.start, "padding:12px 0;"+under+ink),
		title: "", variant: fmt.Sprintf(`<br><span class="mu" style="color:%s;font-size:13px;line-height:18px;">`, l.muted), variantEnd: "</span>",
		next: "</td>" + cell("td", "mu ln", s.end, "padding:12px;"+under+fmt.Sprintf("color:%s;", l.muted)),
		last: "</td>" + cell("td", "tx ln", s.end, "padding:12px 0;white-space:nowrap;"+under+ink), end: "</td></tr>\n",
		more: fmt.Sprintf(`<tr><td colspan="3" class="mu ln" style="padding:12px 0;%scolor:%s;">`, under, l.muted), moreEnd: "</td></tr>\n",
		sum:         fmt.Sprintf(`<tr><th scope="row" colspan="2" class="mu" align="%s" style="text-align:%s;padding:8px 0 0;color:%s;font-weight:400;">`, s.start, s.start, l.muted),
		grand:       fmt.Sprintf(`<tr><th scope="row" colspan="2" class="tx" align="%s" style="text-align:%s;padding:10px 0 0;color:%s;font-size:17px;font-weight:700;">`, s.start, s.start, l.ink),
		amount:      "</th>" + cell("td", "mu", s.end, "padding:8px 0 0;white-space:nowrap;"+fmt.Sprintf("color:%s;", l.muted)),
		grandAmount: "</th>" + cell("td", "tx", s.end, "padding:10px 0 0;white-space:nowrap;font-size:17px;font-weight:700;"+ink),
		sumEnd:      "</td></tr>\n", finish: "</tbody></table>\n",
	}
}

func (o summary) html(x *writing) {
	table := x.t.orderTable(x.filling)
	if len(table.lines) == 0 && len(table.sums) == 0 {
		return
	}
	s := o.style
	x.raw(s.begin)
	if table.caption != "" {
		x.raw(s.caption)
		x.text(table.caption)
		x.raw(s.captionEnd)
	}
	x.raw(s.head)
	x.raw(s.headEnd)
	for _, l := range table.lines {
		x.raw(s.row)
		x.text(l.title)
		if l.variant != "" {
			x.raw(s.variant)
			x.text(l.variant)
			x.raw(s.variantEnd)
		}
		x.raw(s.next)
		x.text(l.quantity)
		x.raw(s.last)
		x.text(l.total)
		x.raw(s.end)
	}
	if table.more != "" {
		x.raw(s.more)
		x.text(table.more)
		x.raw(s.moreEnd)
	}
	for _, sum := range table.sums {
		label, amount := s.sum, s.amount
		if sum.grand {
			label, amount = s.grand, s.grandAmount
		}
		x.raw(label)
		x.text(sum.label)
		x.raw(amount)
		x.text(sum.amount)
		x.raw(s.sumEnd)
	}
	x.raw(s.finish)
}

func (r *renderer) shareStyle() shareStyle {
	l := r.s.light
	return shareStyle{
		begin: fmt.Sprintf(`%s width="100%%" style="margin:4px 0 22px;"><tr><td class="ti" style="padding:18px 20px;background:%s;border-radius:12px;"><p class="mu" style="margin:0 0 2px;color:%s;font-size:13px;line-height:20px;">%s</p><p style="margin:0 0 12px;word-break:break-all;">`,
			presentation, l.tint, l.muted, escaped(r.t.words.shareLink)),
		href: `<a href="`, hrefEnd: fmt.Sprintf(`" class="a" style="color:%s;font-weight:600;text-decoration:none;">`, l.link), aEnd: `</a></p><p style="margin:0;font-size:14px;line-height:22px;">`,
		button: `<a href="`, label: fmt.Sprintf(`" class="a" style="color:%s;text-decoration:underline;text-underline-offset:2px;">`, l.link), labelEnd: "</a>", between: " &nbsp;&middot;&nbsp; ",
		end: "</p></td></tr></table>\n",
	}
}
