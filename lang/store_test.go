package lang_test

import (
	"testing"
	"testing/fstest"

	"github.com/flowc/flowc/flows"
	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/ir"
)

func TestTheStoreIsFoundWithoutCompilingTheProject(t *testing.T) {
	const settings = "project \"acme\" {\n  timezone = \"Europe/Berlin\"\n  currencies = [\"EUR\"]\n  locale = \"en\"\n  base_url = \"https://post.acme.example\"\n}\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  ir.Secret
	}{
		"no block":                {map[string]string{"a.flow.hcl": settings + "# in the store\n"}, ir.Secret{}},
		"a text":                  {map[string]string{"a.flow.hcl": settings, "b.flow.hcl": "store {\n  url = \"sqlite:b.db\"\n}\n"}, ir.Secret{Literal: "sqlite:b.db"}},
		"of the environment":      {map[string]string{"a.flow.hcl": settings + "store { url = env(\"FLOWC_STORE\") }\n"}, ir.Secret{Env: "FLOWC_STORE"}},
		"a variable next door":    {map[string]string{"a.flow.hcl": settings + "store { url = \"sqlite:${var.db}.db\" }\n", "v.flow.hcl": "variable \"db\" {\n  type = string\n  default = \"v\"\n}\n"}, ir.Secret{Literal: "sqlite:v.db"}},
		"a mistake in a flow":     {map[string]string{"a.flow.hcl": settings + "store { url = \"sqlite:b.db\" }\n", "f.flow.hcl": "flow \"f\" {\n  trigger { event = \"order.plced\" }\n}\n"}, ir.Secret{Literal: "sqlite:b.db"}},
		"a mistake in the block":  {map[string]string{"a.flow.hcl": settings + "store { url = \"mongodb://x\" }\n"}, ir.Secret{}},
		"the word inside another": {map[string]string{"a.flow.hcl": settings + "segment \"s\" { where = contains(customer.tags, \"in_store\") }\n"}, ir.Secret{}},
	} {
		files := fstest.MapFS{}
		for file, text := range c.files {
			files[file] = &fstest.MapFile{Data: []byte(text)}
		}
		if got := lang.StoreOf(files); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
		if compiled := lang.Compile(files); compiled.Program != nil && compiled.Store != c.want {
			t.Errorf("%s: Compile says %+v", name, compiled.Store)
		}
	}
	if got := lang.StoreOf(flows.Files); got != (ir.Secret{}) {
		t.Errorf("the shipped flows: got %+v", got)
	}
}
