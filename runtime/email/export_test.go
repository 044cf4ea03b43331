package email

// WithoutFixed is the template that writes the text of each of its blocks anew.
func (t *Template) WithoutFixed() *Template {
	other := *t
	other.texts = make([][]byte, len(t.texts))
	return &other
}

// Fixed is how many of its blocks have a text that is made once.
func (t *Template) Fixed() (n int) {
	for _, f := range t.texts {
		if len(f) > 0 {
			n++
		}
	}
	return n
}
