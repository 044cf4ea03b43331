package feed
import ("context"; "github.com/flowc/flowc/runtime/store")
type Source struct{ Name string }
type Pulled struct{ Lines, Refused int }
func (*Source) Pull(context.Context, store.Store, store.ImportOptions) (Pulled, error) { return Pulled{}, nil }
func (*Source) Close() error { return nil }
