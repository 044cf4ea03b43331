package email

import "github.com/flowc/flowc/schema/locale"

// words are the layout's own texts in one language. They address nobody, so that they go with every tone.
type words struct {
	why                                          string // with the brand's name
	unsubscribe, preferences, browser            string
	order                                        string // with the order's number
	item, quantity, subtotal, discount, shipping string
	tax, taxIncluded, total                      string
	more                                         string // with a number
	shareLink, shareMail, shareWhatsApp          string
	colon                                        string // between a label and what it names
}

var languages = map[string]words{
	"en": {"This e-mail is for customers of %s.", "Unsubscribe", "Preferences", "View in browser", "Order %s", "Item", "Qty", "Subtotal", "Discount", "Shipping", "Tax", "Including tax", "Total", "and %d more", "The link to pass on", "Share by e-mail", "Share on WhatsApp", ": "},
	"de": {"Diese E-Mail ist für Kundinnen und Kunden von %s.", "Abmelden", "Einstellungen", "Im Browser ansehen", "Bestellung %s", "Artikel", "Menge", "Zwischensumme", "Rabatt", "Versand", "Steuern", "Enthaltene Steuern", "Gesamt", "und %d weitere", "Der Link zum Weitergeben", "Per E-Mail teilen", "Auf WhatsApp teilen", ": "},
	"fr": {"Cet e-mail s’adresse à la clientèle de %s.", "Se désabonner", "Préférences", "Voir dans le navigateur", "Commande %s", "Article", "Qté", "Sous-total", "Remise", "Livraison", "Taxes", "Dont taxes", "Total", "et %d de plus", "Le lien à partager", "Partager par e-mail", "Partager sur WhatsApp", "\u00a0: "},
	"es": {"Este correo es para la clientela de %s.", "Darse de baja", "Preferencias", "Ver en el navegador", "Pedido %s", "Artículo", "Cant.", "Subtotal", "Descuento", "Envío", "Impuestos", "Impuestos incluidos", "Total", "y %d más", "El enlace para compartir", "Compartir por correo", "Compartir en WhatsApp", ": "},
	"it": {"Questa e-mail è per la clientela di %s.", "Annulla l’iscrizione", "Preferenze", "Apri nel browser", "Ordine %s", "Articolo", "Qtà", "Subtotale", "Sconto", "Spedizione", "Imposte", "Imposte incluse", "Totale", "e altri %d", "Il link da condividere", "Condividi via e-mail", "Condividi su WhatsApp", ": "},
	"nl": {"Deze e-mail is voor klanten van %s.", "Uitschrijven", "Voorkeuren", "Bekijk in de browser", "Bestelling %s", "Artikel", "Aantal", "Subtotaal", "Korting", "Verzending", "Belasting", "Inclusief belasting", "Totaal", "en nog %d", "De link om te delen", "Deel per e-mail", "Deel via WhatsApp", ": "},
	"da": {"Denne e-mail er til kunder hos %s.", "Afmeld", "Indstillinger", "Vis i browseren", "Ordre %s", "Vare", "Antal", "Subtotal", "Rabat", "Fragt", "Moms", "Heraf moms", "I alt", "og %d mere", "Linket til at dele", "Del via e-mail", "Del på WhatsApp", ": "},
	"sv": {"Det här mejlet är till kunder hos %s.", "Avregistrera", "Inställningar", "Visa i webbläsaren", "Beställning %s", "Artikel", "Antal", "Delsumma", "Rabatt", "Frakt", "Moms", "Varav moms", "Totalt", "och %d till", "Länken att dela", "Dela via e-post", "Dela på WhatsApp", ": "},
	"pl": {"Ta wiadomość jest dla klientów %s.", "Wypisz się", "Ustawienia", "Zobacz w przeglądarce", "Zamówienie %s", "Produkt", "Ilość", "Suma częściowa", "Rabat", "Dostawa", "Podatek", "W tym podatek", "Razem", "i jeszcze %d", "Link do udostępnienia", "Udostępnij e-mailem", "Udostępnij w WhatsApp", ": "},
	"pt": {"Este e-mail é para clientes de %s.", "Cancelar inscrição", "Preferências", "Ver no navegador", "Pedido %s", "Item", "Qtd.", "Subtotal", "Desconto", "Envio", "Impostos", "Impostos incluídos", "Total", "e mais %d", "O link para partilhar", "Partilhar por e-mail", "Partilhar no WhatsApp", ": "},
}

// wordsOf are the texts in the language of a tag, English where there is none.
func wordsOf(tag string) words {
	if w, ok := languages[locale.Base(tag)]; ok {
		return w
	}
	return languages["en"]
}
