package pages

import "golang.org/x/text/language"

// words is what pages say in one language. %1 stands for the shop's name, %2 for a topic's title.
type words struct {
	Lang string

	// The page with the button.
	AskTitle   string
	AskTopic   string // %1, %2
	AskAll     string // %1
	AskText    string // %1
	AskButton  string
	AskNothing string

	// The page after it.
	DoneTitle string
	DoneTopic string // %1, %2
	DoneAll   string // %1
	DoneLate  string
	Still     string // before a list of what is owed with an order
	StillNone string // where there is no such list
	Others    string // %1, before a list of other marketing
	AllButton string

	// For who pressed by mistake.
	UndoText   string
	UndoButton string
	BackTitle  string
	BackTopic  string // %1, %2
	BackAll    string // %1

	// Notices: a heading and a sentence.
	NoLink  [2]string
	TooMany [2]string
	Failed  [2]string

	// What the other links lead to, until there is more.
	Preferences [2]string
	Browser     [2]string
	Review      [2]string // %1
	NPS         [2]string // %1
	Referral    [2]string // %1

	Website string // %1
}

func (w words) noLink() [2]string  { return w.NoLink }
func (w words) tooMany() [2]string { return w.TooMany }
func (w words) failed() [2]string  { return w.Failed }

// coming is the notice for a kind of link.
func (w words) coming(kind Kind) [2]string {
	switch kind {
	case KindPreferences:
		return w.Preferences
	case KindBrowser:
		return w.Browser
	case KindReview:
		return w.Review
	case KindNPS:
		return w.NPS
	case KindReferral:
		return w.Referral
	default:
		panic("pages: no notice for a kind of link; this is a bug in flowc")
	}
}

// languages are those that pages speak. The first is spoken to whom none of them suits.
func languages() []words { return []words{english(), german(), french(), spanish()} }

func english() words {
	return words{
		Lang:       "en",
		AskTitle:   "Unsubscribe",
		AskTopic:   "Unsubscribe from “%2”?",
		AskAll:     "Unsubscribe from %1?",
		AskText:    "One press, and %1 sends you no more of these e-mails.",
		AskButton:  "Unsubscribe",
		AskNothing: "Nothing changes until you press the button.",

		DoneTitle: "You are unsubscribed",
		DoneTopic: "You get no more “%2” from %1.",
		DoneAll:   "You get no more marketing e-mails from %1.",
		DoneLate:  "One that is already on its way may still arrive.",
		Still:     "You still get what belongs to your orders:",
		StillNone: "You still get what belongs to your orders, such as confirmations.",
		Others:    "You may still get these from %1:",
		AllButton: "Unsubscribe from all marketing",

		UndoText:   "Was that a mistake?",
		UndoButton: "Get these e-mails again",
		BackTitle:  "You are back",
		BackTopic:  "You get “%2” from %1 again.",
		BackAll:    "You get from %1 again what you got before.",

		NoLink:  [2]string{"This link does not work", "It may be incomplete, or too old. Please open it again from the e-mail."},
		TooMany: [2]string{"Too many requests", "Please wait a minute, then try again."},
		Failed:  [2]string{"That did not work", "Nothing was changed. Please try again in a few minutes."},

		Preferences: [2]string{"Your preferences", "Soon you can choose here which e-mails you get, and how often. Until then, the unsubscribe link at the end of each e-mail stops what you do not want."},
		Browser:     [2]string{"Your e-mail as a page", "Soon you can read the e-mail here. Until then, you have it in your mailbox."},
		Review:      [2]string{"Your review", "Soon you can rate here what you bought from %1. Opening this page has recorded nothing."},
		NPS:         [2]string{"Your opinion", "Soon you can tell %1 here how likely you are to recommend it. Opening this page has recorded nothing."},
		Referral:    [2]string{"An invitation", "A friend thinks that you would like %1. Soon your welcome will be waiting here."},

		Website: "Visit %1",
	}
}

func german() words {
	return words{
		Lang:       "de",
		AskTitle:   "Abbestellen",
		AskTopic:   "„%2“ abbestellen?",
		AskAll:     "E-Mails von %1 abbestellen?",
		AskText:    "Ein Druck auf den Knopf, und %1 schickt dir keine dieser E-Mails mehr.",
		AskButton:  "Abbestellen",
		AskNothing: "Vorher ändert sich nichts.",

		DoneTitle: "Abbestellt",
		DoneTopic: "„%2“: Davon schickt dir %1 nichts mehr.",
		DoneAll:   "%1 schickt dir keine Werbe-E-Mails mehr.",
		DoneLate:  "Eine E-Mail, die schon unterwegs ist, kann noch ankommen.",
		Still:     "Was zu deinen Bestellungen gehört, bekommst du weiterhin:",
		StillNone: "Was zu deinen Bestellungen gehört, etwa Bestätigungen, bekommst du weiterhin.",
		Others:    "Von %1 kann außerdem weiterhin kommen:",
		AllButton: "Alle Werbung abbestellen",

		UndoText:   "War das ein Versehen?",
		UndoButton: "Diese E-Mails wieder bekommen",
		BackTitle:  "Wieder dabei",
		BackTopic:  "%1 schickt dir „%2“ wieder.",
		BackAll:    "%1 schickt dir wieder, was du vorher bekommen hast.",

		NoLink:  [2]string{"Dieser Link funktioniert nicht", "Vielleicht ist er unvollständig oder zu alt. Bitte öffne ihn noch einmal aus der E-Mail."},
		TooMany: [2]string{"Zu viele Anfragen", "Bitte warte eine Minute und versuche es dann noch einmal."},
		Failed:  [2]string{"Das hat nicht geklappt", "Es wurde nichts geändert. Bitte versuche es in ein paar Minuten noch einmal."},

		Preferences: [2]string{"Deine Einstellungen", "Bald kannst du hier wählen, welche E-Mails du bekommst und wie oft. Bis dahin beendet der Abbestell-Link am Ende jeder E-Mail, was du nicht möchtest."},
		Browser:     [2]string{"Deine E-Mail als Seite", "Bald kannst du die E-Mail hier lesen. Bis dahin liegt sie in deinem Postfach."},
		Review:      [2]string{"Deine Bewertung", "Bald kannst du hier bewerten, was du bei %1 gekauft hast. Das Öffnen dieser Seite hat nichts gespeichert."},
		NPS:         [2]string{"Deine Meinung", "Bald kannst du %1 hier sagen, wie gern du es weiterempfiehlst. Das Öffnen dieser Seite hat nichts gespeichert."},
		Referral:    [2]string{"Eine Einladung", "Jemand meint, dass dir %1 gefällt. Bald wartet hier dein Willkommensgruß."},

		Website: "Zur Website von %1",
	}
}

func french() words {
	return words{
		Lang:       "fr",
		AskTitle:   "Se désabonner",
		AskTopic:   "Se désabonner de « %2 » ?",
		AskAll:     "Se désabonner de %1 ?",
		AskText:    "Un seul clic, et %1 ne vous envoie plus ces e-mails.",
		AskButton:  "Se désabonner",
		AskNothing: "Rien ne change tant que vous n’avez pas appuyé sur le bouton.",

		DoneTitle: "Désabonnement effectué",
		DoneTopic: "%1 ne vous envoie plus « %2 ».",
		DoneAll:   "%1 ne vous envoie plus d’e-mails publicitaires.",
		DoneLate:  "Un e-mail déjà parti peut encore arriver.",
		Still:     "Vous recevez toujours ce qui concerne vos commandes :",
		StillNone: "Vous recevez toujours ce qui concerne vos commandes, comme les confirmations.",
		Others:    "%1 peut encore vous envoyer :",
		AllButton: "Se désabonner de toute publicité",

		UndoText:   "C’était une erreur ?",
		UndoButton: "Recevoir à nouveau ces e-mails",
		BackTitle:  "C’est rétabli",
		BackTopic:  "%1 vous envoie à nouveau « %2 ».",
		BackAll:    "%1 vous envoie à nouveau ce que vous receviez avant.",

		NoLink:  [2]string{"Ce lien ne fonctionne pas", "Il est peut-être incomplet ou trop ancien. Ouvrez-le à nouveau depuis l’e-mail."},
		TooMany: [2]string{"Trop de demandes", "Patientez une minute, puis réessayez."},
		Failed:  [2]string{"Cela n’a pas fonctionné", "Rien n’a été modifié. Réessayez dans quelques minutes."},

		Preferences: [2]string{"Vos préférences", "Bientôt, vous choisirez ici les e-mails que vous recevez et leur fréquence. D’ici là, le lien de désabonnement en bas de chaque e-mail arrête ce que vous ne voulez pas."},
		Browser:     [2]string{"Votre e-mail en page web", "Bientôt, vous pourrez lire l’e-mail ici. D’ici là, il est dans votre boîte."},
		Review:      [2]string{"Votre avis", "Bientôt, vous pourrez noter ici ce que vous avez acheté chez %1. L’ouverture de cette page n’a rien enregistré."},
		NPS:         [2]string{"Votre opinion", "Bientôt, vous pourrez dire ici à %1 si vous le recommanderiez. L’ouverture de cette page n’a rien enregistré."},
		Referral:    [2]string{"Une invitation", "Quelqu’un pense que %1 vous plairait. Bientôt, votre cadeau de bienvenue vous attendra ici."},

		Website: "Aller chez %1",
	}
}

func spanish() words {
	return words{
		Lang:       "es",
		AskTitle:   "Cancelar suscripción",
		AskTopic:   "¿Dejar de recibir «%2»?",
		AskAll:     "¿Dejar de recibir correos de %1?",
		AskText:    "Con un clic, %1 dejará de enviarte estos correos.",
		AskButton:  "Cancelar suscripción",
		AskNothing: "Nada cambia hasta que pulses el botón.",

		DoneTitle: "Suscripción cancelada",
		DoneTopic: "%1 ya no te enviará «%2».",
		DoneAll:   "%1 ya no te enviará correos publicitarios.",
		DoneLate:  "Puede que aún llegue alguno que ya está en camino.",
		Still:     "Seguirás recibiendo lo relativo a tus pedidos:",
		StillNone: "Seguirás recibiendo lo relativo a tus pedidos, como las confirmaciones.",
		Others:    "%1 aún puede enviarte:",
		AllButton: "Cancelar toda la publicidad",

		UndoText:   "¿Ha sido un error?",
		UndoButton: "Volver a recibir estos correos",
		BackTitle:  "Suscripción recuperada",
		BackTopic:  "%1 volverá a enviarte «%2».",
		BackAll:    "%1 volverá a enviarte lo que recibías antes.",

		NoLink:  [2]string{"Este enlace no funciona", "Puede que esté incompleto o que sea muy antiguo. Ábrelo de nuevo desde el correo."},
		TooMany: [2]string{"Demasiadas solicitudes", "Espera un minuto y vuelve a intentarlo."},
		Failed:  [2]string{"No ha funcionado", "No se ha cambiado nada. Vuelve a intentarlo en unos minutos."},

		Preferences: [2]string{"Tus preferencias", "Pronto podrás elegir aquí qué correos recibes y con qué frecuencia. Hasta entonces, el enlace al final de cada correo detiene lo que no quieras."},
		Browser:     [2]string{"Tu correo como página", "Pronto podrás leer el correo aquí. Hasta entonces, lo tienes en tu buzón."},
		Review:      [2]string{"Tu opinión", "Pronto podrás valorar aquí lo que compraste en %1. Abrir esta página no ha registrado nada."},
		NPS:         [2]string{"Tu opinión", "Pronto podrás decirle aquí a %1 si lo recomendarías. Abrir esta página no ha registrado nada."},
		Referral:    [2]string{"Una invitación", "Alguien cree que %1 te va a gustar. Pronto te esperará aquí tu bienvenida."},

		Website: "Ir a %1",
	}
}

// speech chooses words by what a browser asks for.
type speech struct {
	matcher language.Matcher
	spoken  []words
}

// maxAccept bounds the Accept-Language that is read.
const maxAccept = 200

// newSpeech puts the project's own language first, so that it is spoken to whom none suits.
func newSpeech(locale string) speech {
	spoken := languages()
	own := speech{matcher(spoken), spoken}.choose(locale)
	for i := range spoken {
		if spoken[i].Lang == own.Lang {
			spoken[0], spoken[i] = spoken[i], spoken[0]
			break
		}
	}
	return speech{matcher(spoken), spoken}
}

func matcher(spoken []words) language.Matcher {
	var tags []language.Tag
	for _, w := range spoken {
		tags = append(tags, language.MustParse(w.Lang))
	}
	return language.NewMatcher(tags)
}

func (s speech) choose(accept string) words {
	if len(accept) > maxAccept {
		return s.spoken[0]
	}
	_, i := language.MatchStrings(s.matcher, accept)
	return s.spoken[i]
}
