package view

import (
	"encoding/json"
	"io"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

// ExportJSON writes all that is known of a person, for that person to read: indented.
func ExportJSON(w io.Writer, asOf time.Time, e *store.Export) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		FormatVersion string `json:"format_version"`
		AsOf          string `json:"as_of"`
		*store.Export
	}{"1.0", FormatTime(asOf), e})
}
