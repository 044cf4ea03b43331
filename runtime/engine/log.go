package engine

import (
	"context"
	"log/slog"

	"github.com/flowc/flowc/runtime/interp"
)

// logEffects says in one line a happening what became of a journey.
func (e *Engine) logEffects(en *entry) {
	if !e.Log.Enabled(context.Background(), slog.LevelInfo) {
		return
	}
	log := e.Log.With("journey", en.j.Flow+":"+en.j.Key, "customer", en.j.Customer)
	for _, eff := range en.effects {
		switch eff := eff.(type) {
		case interp.Entered:
			log.Info("entered", "at", eff.At)
		case interp.Ended:
			log.Info("ended", "at", eff.At, "reason", eff.Reason)
		case interp.Drawn:
			log.Info("drawn", "node", string(eff.Node), "variant", eff.Variant)
		case interp.Reached:
			log.Info("goal reached", "goal", eff.Goal)
		case interp.Release:
			if eff.Dropped != "" {
				log.Info("dropped", "node", string(eff.Step.Name), "round", eff.Round, "reason", eff.Dropped)
				continue
			}
			log.Info("released", "node", string(eff.Step.Name), "round", eff.Round, "variant", eff.Variant)
		case interp.Update:
			log.Info("customer changed", "node", string(eff.Step.Name), "round", eff.Round)
		case interp.Call:
			log.Info("webhook released", "node", string(eff.Step.Name), "round", eff.Round)
		default:
			panic("this is a bug in flowc: an effect of an unknown kind")
		}
	}
}
