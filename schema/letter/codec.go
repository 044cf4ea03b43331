package letter

import (
	"encoding/json"
	"fmt"
)

// The JSON form of a block or an inline is an object with its name as the one key: {"paragraph":{"content":[{"text":{"text":"Hi"}}]}}.

// MarshalJSON writes the blocks with their names.
func (bs Blocks) MarshalJSON() ([]byte, error) {
	out := make([]map[string]Block, len(bs))
	for i, b := range bs {
		out[i] = map[string]Block{blockName(b): b}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (bs *Blocks) UnmarshalJSON(data []byte) error {
	var raw []map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	*bs = nil
	for _, named := range raw {
		name, content, err := only(named)
		if err != nil {
			return err
		}
		b, err := readBlock(name, content)
		if err != nil {
			return fmt.Errorf("block %q: %w", name, err)
		}
		*bs = append(*bs, b)
	}
	return nil
}

// MarshalJSON writes the inlines with their names.
func (is Inlines) MarshalJSON() ([]byte, error) {
	out := make([]map[string]Inline, len(is))
	for i, in := range is {
		out[i] = map[string]Inline{inlineName(in): in}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (is *Inlines) UnmarshalJSON(data []byte) error {
	var raw []map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	*is = nil
	for _, named := range raw {
		name, content, err := only(named)
		if err != nil {
			return err
		}
		in, err := readInline(name, content)
		if err != nil {
			return fmt.Errorf("inline %q: %w", name, err)
		}
		*is = append(*is, in)
	}
	return nil
}

func only(named map[string]json.RawMessage) (string, json.RawMessage, error) {
	if len(named) == 1 {
		for name, content := range named {
			return name, content, nil
		}
	}
	return "", nil, fmt.Errorf("a piece of a letter has one name, not %d", len(named))
}

func blockName(b Block) string {
	switch b.(type) {
	case Paragraph:
		return "paragraph"
	case Heading:
		return "heading"
	case Quote:
		return "quote"
	case ListBlock:
		return "list"
	case Code:
		return "code"
	case Rule:
		return "rule"
	case Table:
		return "table"
	case Button:
		return "button"
	case Hero:
		return "hero"
	case Items:
		return "items"
	case OrderSummary:
		return "order_summary"
	case If:
		return "if"
	case Columns:
		return "columns"
	case Share:
		return "share"
	default:
		panic(fmt.Sprintf("this is a bug in flowc: no name for the block %T", b))
	}
}

func readBlock(name string, content json.RawMessage) (Block, error) {
	switch name {
	case "paragraph":
		return read[Paragraph](content)
	case "heading":
		return read[Heading](content)
	case "quote":
		return read[Quote](content)
	case "list":
		return read[ListBlock](content)
	case "code":
		return read[Code](content)
	case "rule":
		return read[Rule](content)
	case "table":
		return read[Table](content)
	case "button":
		return read[Button](content)
	case "hero":
		return read[Hero](content)
	case "items":
		return read[Items](content)
	case "order_summary":
		return read[OrderSummary](content)
	case "if":
		return read[If](content)
	case "columns":
		return read[Columns](content)
	case "share":
		return read[Share](content)
	default:
		return nil, fmt.Errorf("not a block of a letter")
	}
}

func inlineName(in Inline) string {
	switch in.(type) {
	case Text:
		return "text"
	case Value:
		return "value"
	case Strong:
		return "strong"
	case Emphasis:
		return "emphasis"
	case Strike:
		return "strike"
	case CodeSpan:
		return "code_span"
	case Link:
		return "link"
	case Image:
		return "image"
	case Break:
		return "break"
	default:
		panic(fmt.Sprintf("this is a bug in flowc: no name for the inline %T", in))
	}
}

func readInline(name string, content json.RawMessage) (Inline, error) {
	switch name {
	case "text":
		return read[Text](content)
	case "value":
		return read[Value](content)
	case "strong":
		return read[Strong](content)
	case "emphasis":
		return read[Emphasis](content)
	case "strike":
		return read[Strike](content)
	case "code_span":
		return read[CodeSpan](content)
	case "link":
		return read[Link](content)
	case "image":
		return read[Image](content)
	case "break":
		return read[Break](content)
	default:
		return nil, fmt.Errorf("not running text of a letter")
	}
}

func read[T any](content json.RawMessage) (T, error) {
	var t T
	err := json.Unmarshal(content, &t)
	return t, err
}
