package feed

import "github.com/nyaruka/phonenumbers"

// phone is a number as E.164 where it is valid in the customer's country, else as it came.
func phone(text, country *string) (number *string, valid bool) {
	if text == nil || *text == "" || len(*text) > 64 {
		return text, false
	}
	region := ""
	if country != nil {
		region = *country
	}
	parsed, err := phonenumbers.Parse(*text, region)
	if err != nil || !phonenumbers.IsValidNumber(parsed) {
		return text, false
	}
	e164 := phonenumbers.Format(parsed, phonenumbers.E164)
	return &e164, true
}
