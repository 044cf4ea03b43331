// Package flows holds the shipped flows: one project that validates without a diagnostic, one folder a flow, with its letters.
// `flowc init -from NAME` copies one, and `flowc demo` runs them all.
package flows

import "embed"

// Files is the whole project: project.flow.hcl beside one folder a flow.
//
//go:embed *.flow.hcl */*.flow.hcl */*.md
var Files embed.FS
