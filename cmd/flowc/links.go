package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/pages"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// links makes the addresses of a project's pages (engine.Links).
type links struct {
	keys pages.Keys
	base string
}

func linksOf(p *machine.Program, secret []byte) (links, error) {
	keys, err := pages.NewKeys(pages.Key{ID: 1, Secret: secret})
	if err != nil {
		return links{}, fmt.Errorf("the key of links: %w", err)
	}
	return links{keys: keys, base: p.Project.BaseURL}, nil
}

// linkKinds are the kinds of pages by the name that a letter gives them.
var linkKinds = map[string]pages.Kind{
	"unsubscribe": pages.KindUnsubscribe, "preferences": pages.KindPreferences, "browser": pages.KindBrowser, "review": pages.KindReview,
	"referral": pages.KindReferral,
}

// URL is the address of a page for one letter. Unsubscribing needs no more than who, where and from what, which keeps the
// header short; the other pages want to know which letter it was.
func (l links) URL(kind string, f engine.LinkFor) string {
	k, ok := linkKinds[kind]
	if !ok {
		panic("this is a bug in flowc: no page for links." + kind)
	}
	claim := pages.Claim{Customer: f.Customer, Address: f.Address, Topic: f.Topic}
	if k != pages.KindUnsubscribe && k != pages.KindPreferences {
		claim.Key = f.Message
	}
	return l.keys.URL(l.base, k, claim, f.At)
}

// pageStore is what the pages ask of the store (pages.Store).
type pageStore struct {
	st      store.Store
	program *engine.Program
}

// Topics are the project's, in the order of their names.
func (s pageStore) Topics(context.Context) ([]pages.Topic, error) {
	topics := make([]pages.Topic, len(s.program.Topics))
	for i, t := range s.program.Topics {
		topics[i] = pages.Topic{Name: t.Name, Title: t.Title, Transactional: !t.Marketing}
	}
	return topics, nil
}

// Unsubscribe denies the topic of the letter, or all marketing, for the address to which it went and for the customer's own today.
func (s pageStore) Unsubscribe(ctx context.Context, claim pages.Claim, at time.Time, evidence pages.Evidence) error {
	topic := scope(claim)
	proof, err := proofOf(claim, evidence)
	if err != nil {
		return err
	}
	line := &order.Line{
		Source: "pages", ID: unsubscription(claim.Customer, topic, evidence.Issued), Type: "message.unsubscribed",
		At: at.UTC().Truncate(time.Millisecond), Customer: &order.CustomerPatch{ID: claim.Customer},
	}
	if claim.Topic != "" {
		if line.Properties, err = rawTopic(claim.Topic); err != nil {
			return err
		}
	}
	return s.st.Write(ctx, func(tx store.Tx) error {
		// The denial goes along with the person, whatever address they have now.
		err := tx.Choose(ctx, store.Choice{
			Channel: "email", Customer: claim.Customer, Topic: topic, State: "denied", Basis: string(evidence.Via), Source: "pages", Event: line.ID,
			At: line.At, Evidence: proof,
		})
		if err != nil {
			return err
		}
		// Flows may wait for the event. One that cannot be taken (a customer who is gone) changes nothing about the denial.
		var refused *store.Refused
		if _, err = tx.Import(ctx, line, s.program.ImportOptions(at)); errors.As(err, &refused) {
			return nil
		}
		return err
	})
}

// Resubscribe takes back what Unsubscribe did for the same letter. The event has happened all the same: who left a flow for it does not
// come back.
func (s pageStore) Resubscribe(ctx context.Context, claim pages.Claim, at time.Time, evidence pages.Evidence) error {
	proof, err := proofOf(claim, evidence)
	if err != nil {
		return err
	}
	return s.st.Write(ctx, func(tx store.Tx) error {
		return tx.Choose(ctx, store.Choice{
			Channel: "email", Customer: claim.Customer, Topic: scope(claim), State: "granted", Basis: store.BasisUndo, Source: "pages",
			Event: unsubscription(claim.Customer, scope(claim), evidence.Issued), At: at.UTC().Truncate(time.Millisecond), Evidence: proof,
		})
	})
}

// scope is the topic that a claim names, or all marketing.
func scope(claim pages.Claim) string {
	if claim.Topic == "" {
		return "*"
	}
	return claim.Topic
}

// unsubscription is the id of the event: one for a customer, a topic and a letter, however often the button is pressed.
func unsubscription(customer, topic string, letter time.Time) string {
	return fmt.Sprintf("unsubscribed/%s/%s/%d", customer, topic, letter.Unix())
}

func proofOf(claim pages.Claim, evidence pages.Evidence) (json.RawMessage, error) {
	return json.Marshal(map[string]string{
		"via": string(evidence.Via), "letter_of": evidence.Issued.UTC().Format(time.RFC3339), "user_agent": evidence.UserAgent, "mark": claim.Address,
	})
}

func rawTopic(topic string) (map[string]json.RawMessage, error) {
	raw, err := json.Marshal(topic)
	return map[string]json.RawMessage{"topic": raw}, err
}
