package main

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/delivery/smtpsink"
)

var (
	killCount = flag.Int("kills", 25, "how often TestKilled kills a runner that lives")
	killSeed  = flag.Uint64("seed", 0, "what TestKilled draws from; 0 draws a seed")
)

const (
	// dropShare is how many deliveries in a thousand a receiver drops before it takes them, and as many before it answers.
	dropShare = 0.005
	// killJitter is the most that a receiver thinks about a delivery.
	killJitter = 4 * time.Millisecond
	// queueMin is how much is due, at least, when a runner starts, so that it is killed while it sends.
	queueMin = 400
	// realShare is the part of the kills that the machine's own clock sees; after it the clock is moved from runner to runner, so that
	// second attempts are killed, too.
	realShare = 0.6
	movedAll  = 70 * time.Minute
	// openingMax keeps a runner that waited for its schedule from being taken for one that opens slowly.
	openingMax = time.Second
	// naturalMax is how many runners in a row may end before they are killed.
	naturalMax = 50
)

// killing is a shop whose runner is killed again and again.
type killing struct {
	t      *testing.T
	seed   uint64
	r      *rand.Rand
	binary string
	shop   *killShop
	sink   *smtpsink.Sink
	hook   *receiver
	ambush ambush

	killed, sending, imports int           // runners killed, of those while they sent; importers killed
	opening, importing       time.Duration // how long they take, as far as was seen
	moved                    time.Time     // the clock, once it is moved
	importer                 chan error    // of the import under way
	idle                     bool          // the last runner found too little to do
	fresh                    bool          // no runner has looked yet at what was imported last
}

// A runner that is killed anywhere loses nothing and sends no marketing twice.
//
//	go test ./cmd/flowc -run TestKilled -v -kills 500 -seed 1
func TestKilledAnywhereTheRunnerLosesNothingAndSendsNoMarketingTwice(t *testing.T) {
	k := newKilling(t)
	began := time.Now()
	natural := 0
	for k.killed < *killCount {
		k.fill()
		if k.hunt() {
			natural = 0
		} else if natural++; natural > naturalMax {
			k.fatalf("%d runners in a row ended before they were killed", natural)
		}
	}
	took := time.Since(began)
	k.settle()
	if said := k.must("recover").stdout.String(); !strings.Contains(said, "agrees with the store") {
		k.fatalf("after all the kills: %s", said)
	}
	e := k.collect()
	sum, wrong := e.judge()
	t.Logf("%d kills, %d of them while it sent, and %d of importers; %s; %d deliveries dropped; %.1f kills a second",
		k.killed, k.sending, k.imports, sum, e.dropped, float64(k.killed)/took.Seconds())
	for i, w := range wrong {
		if i == 30 {
			t.Errorf("… and %d more", len(wrong)-i)
			break
		}
		t.Error(w)
	}
	if len(wrong) > 0 {
		k.fatalf("%d things are wrong", len(wrong))
	}
	if 5*k.sending < k.killed || sum.messages == 0 {
		k.fatalf("the kills prove little: %d of %d fell while it sent", k.sending, k.killed)
	}
}

func newKilling(t *testing.T) *killing {
	seed := *killSeed
	for seed == 0 {
		seed = rand.Uint64N(1 << 32)
	}
	k := &killing{t: t, seed: seed, r: rand.New(rand.NewPCG(seed, 1)), binary: buildFlowc(t), opening: 100 * time.Millisecond, importing: 100 * time.Millisecond}
	sink, err := smtpsink.Start(smtpsink.Config{
		KeyHeader: "Subject", Jitter: killJitter, DropBefore: dropShare, DropAfter: dropShare, Seed: seed, Passed: k.ambush.passed,
	})
	if err != nil {
		t.Fatal(err)
	}
	k.sink = sink
	k.hook = startReceiver(seed, dropShare, dropShare, killJitter)
	t.Cleanup(func() {
		k.hook.Close()
		if err := sink.Close(); err != nil {
			t.Error(err)
		}
	})
	k.shop = newKillShop(t, k.r, sink.URL()+"?starttls=off", k.hook.URL)
	k.must("apply", "-auto-approve")
	return k
}

func (k *killing) store() string { return filepath.Join(k.shop.dir, "flowc.db") }

// fatalf ends the test and says how to see it again.
func (k *killing) fatalf(format string, args ...any) {
	k.t.Helper()
	k.t.Fatalf("%s\nseed %d; again: go test ./cmd/flowc -run TestKilled -v -kills %d -seed %d", fmt.Sprintf(format, args...), k.seed, *killCount, k.seed)
}

// must runs the command to its end.
func (k *killing) must(args ...string) *process {
	k.t.Helper()
	p, err := startProcess(k.binary, k.shop.dir, args...)
	if err != nil {
		k.t.Fatal(err)
	}
	if code := p.end(); code != exitDone {
		k.fatalf("%s", p.complaint(code))
	}
	return p
}

// now is the clock of the next runner.
func (k *killing) now() time.Time {
	if k.moved.IsZero() {
		return time.Now()
	}
	return k.moved
}

// fill brings new orders where little is due. They are imported beside the runners, and some of the importers are killed.
func (k *killing) fill() {
	steps := len(killSteps) - 1 // the last one waits for a moved clock
	if !k.idle && len(k.shop.orders)*steps-k.sink.Count()-k.hook.count() >= queueMin {
		return
	}
	k.idle = false
	k.joinImporter()
	file := k.shop.export(k.t, k.now())
	var deaths []time.Duration
	for k.r.IntN(2) == 0 && len(deaths) < 3 {
		deaths = append(deaths, k.part(2*k.importing))
	}
	k.importer = make(chan error, 1)
	go func() { k.importer <- k.bring(file, deaths) }()
	if k.shop.files == 1 || k.r.IntN(2) == 0 {
		k.joinImporter()
		k.fresh = true
	}
}

// bring imports a file: it is killed as often as was drawn, and then runs to its end.
func (k *killing) bring(file string, deaths []time.Duration) error {
	for _, after := range deaths {
		p, err := startProcess(k.binary, k.shop.dir, "import", file)
		if err != nil {
			return err
		}
		timer := time.AfterFunc(after, p.kill)
		killed, code := p.wait()
		timer.Stop()
		if killed {
			k.imports++
		} else if code != exitDone {
			return errors.New(p.complaint(code))
		}
	}
	p, err := startProcess(k.binary, k.shop.dir, "import", file)
	if err != nil {
		return err
	}
	if code := p.end(); code != exitDone {
		return errors.New(p.complaint(code))
	}
	k.importing = time.Since(p.began)
	return nil
}

func (k *killing) joinImporter() {
	k.t.Helper()
	if k.importer == nil {
		return
	}
	if err := <-k.importer; err != nil {
		k.fatalf("%v", err)
	}
	k.importer = nil
}

// hunt starts a runner and kills it at a random moment; false where it had ended before.
func (k *killing) hunt() bool {
	a := k.plan()
	p, err := startProcess(k.binary, k.shop.dir, a.args...)
	if err != nil {
		k.t.Fatal(err)
	}
	k.ambush.lay(p, a)
	timer := time.AfterFunc(a.after, func() {
		if a.asked {
			_ = p.cmd.Process.Signal(syscall.SIGTERM)
			time.Sleep(a.later)
		}
		p.kill()
	})
	killed, code := p.wait()
	timer.Stop()
	first, sprung := k.ambush.lift()
	k.learn(p, first)
	if _, unknown := p.rescued(); unknown > killConnections {
		k.fatalf("%d messages were in doubt after one kill, with %d connections", unknown, killConnections)
	}
	if !killed {
		// Asked to stop before it listens, it ends by that signal.
		if code != exitDone && (!a.asked || code != -1) {
			k.fatalf("%s", p.complaint(code))
		}
		k.idle = true
		return false
	}
	k.idle = a.nth > 0 && !sprung // there were not so many deliveries
	if k.killed++; k.killed%100 == 0 {
		k.t.Logf("%d kills; opening takes %v", k.killed, k.opening.Round(time.Millisecond))
	}
	if !first.IsZero() {
		k.sending++
	}
	return true
}

// learn keeps up with how long a runner takes until its first delivery, which depends on what else the machine does.
func (k *killing) learn(p *process, first time.Time) {
	took := time.Since(p.began)
	switch {
	case !first.IsZero():
		took = first.Sub(p.began)
	case took < k.opening:
		return // it was killed before anybody could know
	default:
		took *= 2 // it takes longer than that
	}
	k.opening = (7*k.opening + min(took, openingMax)) / 8
}

// settle lets the runner work to the end of all that is to be done, the clock moving on, without a kill.
func (k *killing) settle() {
	k.joinImporter()
	k.moved = k.now()
	const rounds = 12
	for range rounds {
		k.moved = k.moved.Add(20 * time.Minute)
		k.must("run", "-once", "-at", k.moved.UTC().Format(time.RFC3339Nano))
		if _, open := readStore(k.t, k.store()); len(open) == 0 {
			return
		}
	}
}
