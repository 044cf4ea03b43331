package store

// Words is what was said about consent by and about some customers and addresses, ready to be asked for each of them.
type Words struct {
	contacts     Contacts
	consents     []ConsentRow
	suppressions []SuppressionRow
	lifts        []LiftRow

	byAddress, byCustomer map[string][]int // consents
	kept                  map[string][]int // suppressions, by address
	hadBy                 map[string][]string
}

// NewWords takes the contacts of the customers and of all who ever had one of the addresses, and the rows about either.
func NewWords(contacts Contacts, consents []ConsentRow, suppressions []SuppressionRow, lifts []LiftRow) *Words {
	w := &Words{
		contacts: contacts, consents: consents, suppressions: suppressions, lifts: lifts,
		byAddress: map[string][]int{}, byCustomer: map[string][]int{}, kept: map[string][]int{}, hadBy: map[string][]string{},
	}
	for i := range consents {
		w.byAddress[consents[i].Address] = append(w.byAddress[consents[i].Address], i)
		if consents[i].Customer != "" {
			w.byCustomer[consents[i].Customer] = append(w.byCustomer[consents[i].Customer], i)
		}
	}
	for i := range suppressions {
		w.kept[suppressions[i].Address] = append(w.kept[suppressions[i].Address], i)
	}
	for id, c := range contacts {
		for _, h := range c.History {
			w.hadBy[h.Address] = append(w.hadBy[h.Address], id)
		}
	}
	return w
}

// Choices are what holds for a customer at an address (see Contacts.Decide).
func (w *Words) Choices(customer, address string) map[string]bool {
	decided := w.Decide(customer, address)
	out := make(map[string]bool, len(decided))
	for topic, d := range decided {
		out[topic] = d.Granted
	}
	return out
}

// Decide is what holds for a customer at an address, and why (see Contacts.Decide).
func (w *Words) Decide(customer, address string) map[string]Decision {
	return w.contacts.Decide(customer, address, w.about(customer, address))
}

// about are the rows that may count for a customer at an address; a row may be there twice.
func (w *Words) about(customer, address string) []ConsentRow {
	var rows []ConsentRow
	add := func(indexes []int) {
		for _, i := range indexes {
			rows = append(rows, w.consents[i])
		}
	}
	add(w.byCustomer[customer])
	if address != "" {
		add(w.byAddress[address])
		for _, id := range w.hadBy[address] {
			if id != customer {
				add(w.byCustomer[id])
			}
		}
	}
	return rows
}

// Suppressed tells whether an address is kept from everything.
func (w *Words) Suppressed(address string) bool { return w.Keeps(address) != nil }

// Keeps is what keeps an address from everything; nil where nothing does.
func (w *Words) Keeps(address string) *SuppressionRow {
	if len(w.suppressions) == 0 {
		return nil
	}
	var rows []SuppressionRow
	add := func(key string) {
		for _, i := range w.kept[key] {
			rows = append(rows, w.suppressions[i])
		}
	}
	add(address)
	for _, id := range w.hadBy[address] {
		add(Whose(id))
	}
	return w.contacts.Keeps(address, rows, w.lifts)
}
