package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// updateSource is the source of the events by which the runner changes customers. Of what two lines say at one instant the one of the greater
// source holds: a change that follows from an event holds over what the event itself said.
const updateSource = "~flowc"

// update writes a change of a customer to the order store, as an event that flows may wait for like any other. Its id is that of the step
// and its round, so that a change is made once.
func (b *batch) update(ctx context.Context, j *interp.Journey, u interp.Update) error {
	patch := &order.CustomerPatch{ID: j.Customer}
	for name, v := range u.Attributes {
		if patch.Attributes == nil {
			patch.Attributes = map[string]json.RawMessage{}
		}
		patch.Attributes[name] = expr.AppendProperty(nil, v)
	}
	if len(u.Tags) > 0 {
		tags := []string{}
		for _, v := range b.facts.People[j.Customer].Row.Get(customerTags).List() {
			tags = append(tags, v.Text())
		}
		for _, t := range u.Tags {
			if !slices.Contains(tags, t) {
				tags = append(tags, t)
			}
		}
		patch.Tags = &tags
	}
	line := &order.Line{
		Source: updateSource, ID: sendKey(j.Flow, j.Key, string(u.Step.Name), u.Round), Type: "customer.updated", At: u.At, Customer: patch,
	}
	_, err := b.tx.Import(ctx, line, b.e.Program.ImportOptions(b.now))
	var refused *store.Refused
	if errors.As(err, &refused) {
		b.e.Log.Error("a customer could not be changed", "journey", j.Flow+":"+j.Key, "node", string(u.Step.Name), "why", refused.Why)
		return nil
	}
	if err != nil {
		return fmt.Errorf("change a customer: %w", err)
	}
	b.report.Updates++
	return nil
}

var customerTags = order.CustomerType.Field("tags")
