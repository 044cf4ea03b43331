package email

import "github.com/flowc/flowc/schema/locale"

// words are the layout's own texts in one language. They address nobody, so that they go with every tone.
type words struct {
	why                                          string // with the brand's name
	whyOrder                                     string // with the order's number and the brand's name
	whyTopic                                     string // with the topic's title and the brand's name
	unsubscribe, preferences, browser            string
	order                                        string // with the order's number
	item, quantity, subtotal, discount, shipping string
	tax, taxIncluded, total                      string
	more                                         string // with a number
	shareLink, shareMail, shareWhatsApp          string
	colon                                        string // between a label and what it names
}

var languages = map[string]words{
	"en": {"This e-mail is for customers of %s.", "This e-mail was sent because of order %[1]s at %[2]s.", "This e-mail is part of “%[1]s” from %[2]s.", "Unsubscribe", "Preferences", "View in browser", "Order %s", "Item", "Qty", "Subtotal", "Discount", "Shipping", "Tax", "Including tax", "Total", "and %d more", "The link to pass on", "Share by e-mail", "Share on WhatsApp", ": "},
	"de": {"Diese E-Mail ist für Kundinnen und Kunden von %s.", "Diese E-Mail kommt wegen der Bestellung %[1]s bei %[2]s.", "Diese E-Mail gehört zu „%[1]s“ von %[2]s.", "Abmelden", "Einstellungen", "Im Browser ansehen", "Bestellung %s", "Artikel", "Menge", "Zwischensumme", "Rabatt", "Versand", "Steuern", "Enthaltene Steuern", "Gesamt", "und %d weitere", "Der Link zum Weitergeben", "Per E-Mail teilen", "Auf WhatsApp teilen", ": "},
	"fr": {"Cet e-mail s’adresse à la clientèle de %s.", "Cet e-mail fait suite à la commande %[1]s chez %[2]s.", "Cet e-mail fait partie de «\u00a0%[1]s\u00a0» de %[2]s.", "Se désabonner", "Préférences", "Voir dans le navigateur", "Commande %s", "Article", "Qté", "Sous-total", "Remise", "Livraison", "Taxes", "Dont taxes", "Total", "et %d de plus", "Le lien à partager", "Partager par e-mail", "Partager sur WhatsApp", "\u00a0: "},
	"es": {"Este correo es para la clientela de %s.", "Este correo se debe al pedido %[1]s en %[2]s.", "Este correo forma parte de «%[1]s» de %[2]s.", "Darse de baja", "Preferencias", "Ver en el navegador", "Pedido %s", "Artículo", "Cant.", "Subtotal", "Descuento", "Envío", "Impuestos", "Impuestos incluidos", "Total", "y %d más", "El enlace para compartir", "Compartir por correo", "Compartir en WhatsApp", ": "},
	"it": {"Questa e-mail è per la clientela di %s.", "Questa e-mail arriva per l’ordine %[1]s presso %[2]s.", "Questa e-mail fa parte di «%[1]s» di %[2]s.", "Annulla l’iscrizione", "Preferenze", "Apri nel browser", "Ordine %s", "Articolo", "Qtà", "Subtotale", "Sconto", "Spedizione", "Imposte", "Imposte incluse", "Totale", "e altri %d", "Il link da condividere", "Condividi via e-mail", "Condividi su WhatsApp", ": "},
	"nl": {"Deze e-mail is voor klanten van %s.", "Deze e-mail is verstuurd vanwege bestelling %[1]s bij %[2]s.", "Deze e-mail hoort bij ‘%[1]s’ van %[2]s.", "Uitschrijven", "Voorkeuren", "Bekijk in de browser", "Bestelling %s", "Artikel", "Aantal", "Subtotaal", "Korting", "Verzending", "Belasting", "Inclusief belasting", "Totaal", "en nog %d", "De link om te delen", "Deel per e-mail", "Deel via WhatsApp", ": "},
	"da": {"Denne e-mail er til kunder hos %s.", "Denne e-mail er sendt på grund af ordre %[1]s hos %[2]s.", "Denne e-mail hører til »%[1]s« fra %[2]s.", "Afmeld", "Indstillinger", "Vis i browseren", "Ordre %s", "Vare", "Antal", "Subtotal", "Rabat", "Fragt", "Moms", "Heraf moms", "I alt", "og %d mere", "Linket til at dele", "Del via e-mail", "Del på WhatsApp", ": "},
	"sv": {"Det här mejlet är till kunder hos %s.", "Det här mejlet skickades på grund av beställning %[1]s hos %[2]s.", "Det här mejlet hör till ”%[1]s” från %[2]s.", "Avregistrera", "Inställningar", "Visa i webbläsaren", "Beställning %s", "Artikel", "Antal", "Delsumma", "Rabatt", "Frakt", "Moms", "Varav moms", "Totalt", "och %d till", "Länken att dela", "Dela via e-post", "Dela på WhatsApp", ": "},
	"pl": {"Ta wiadomość jest dla klientów %s.", "Ta wiadomość została wysłana w związku z zamówieniem %[1]s w %[2]s.", "Ta wiadomość należy do „%[1]s” od %[2]s.", "Wypisz się", "Ustawienia", "Zobacz w przeglądarce", "Zamówienie %s", "Produkt", "Ilość", "Suma częściowa", "Rabat", "Dostawa", "Podatek", "W tym podatek", "Razem", "i jeszcze %d", "Link do udostępnienia", "Udostępnij e-mailem", "Udostępnij w WhatsApp", ": "},
	"pt": {"Este e-mail é para clientes de %s.", "Este e-mail foi enviado por causa do pedido %[1]s em %[2]s.", "Este e-mail faz parte de “%[1]s” de %[2]s.", "Cancelar inscrição", "Preferências", "Ver no navegador", "Pedido %s", "Item", "Qtd.", "Subtotal", "Desconto", "Envio", "Impostos", "Impostos incluídos", "Total", "e mais %d", "O link para partilhar", "Partilhar por e-mail", "Partilhar no WhatsApp", ": "},
}

// wordsOf are the texts in the language of a tag, English where there is none.
func wordsOf(tag string) words {
	if w, ok := languages[locale.Base(tag)]; ok {
		return w
	}
	return languages["en"]
}
