package store

// Words is what was said about consent by and about some customers and addresses, ready to be asked for each of them.
type Words struct {
	contacts     Contacts
	consents     []ConsentRow
	suppressions []SuppressionRow

	byAddress, byCustomer map[string][]int // consents
	kept                  map[string][]int // suppressions, by address
	hadBy                 map[string][]string
}

// NewWords takes the contacts of the customers and of all who ever had one of the addresses, and the rows about either.
func NewWords(contacts Contacts, consents []ConsentRow, suppressions []SuppressionRow) *Words {
	w := &Words{
		contacts: contacts, consents: consents, suppressions: suppressions,
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

// Choices are what holds for a customer at an address (see Contacts.Choices).
func (w *Words) Choices(customer, address string) map[string]bool {
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
	return w.contacts.Choices(customer, address, rows)
}

// Suppressed tells whether an address is kept from everything.
func (w *Words) Suppressed(address string) bool {
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
	return w.contacts.Suppressed(address, rows)
}
