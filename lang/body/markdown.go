package body

import (
	"bytes"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// parseMarkdown is goldmark on the clean text.
func parseMarkdown(s *scanned) ast.Node {
	pc := parser.NewContext()
	pc.Set(placingKey, &placing{all: s.components})
	return markdown().Parse(text.NewReader(s.clean), parser.WithContext(pc))
}

// markdown is the parser of all letters: CommonMark with tables, strikethrough, bare addresses and components; without indented
// code, in which the body of a component would end up, and without blocks of HTML, whose tags are refused one by one. It is made
// once, since that takes as long as reading a letter; what belongs to one letter is in the context.
var markdown = sync.OnceValue(func() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(componentParser{}, 500),
			util.Prioritized(indentable{parser.NewATXHeadingParser()}, 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(indentable{parser.NewParagraphParser()}, 1000),
		),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
			util.Prioritized(extension.NewLinkifyParser(), 999),
		)...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200),
		)...),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
})

// indentable is a parser that takes lines however far they are indented. Without indented code, goldmark would end the whole
// letter at a line that nobody takes.
type indentable struct{ parser.BlockParser }

// CanAcceptIndentedLine is true.
func (indentable) CanAcceptIndentedLine() bool { return true }

// componentNode is a component or a line of one in goldmark's tree. A container holds blocks, among them the lines that divide it.
type componentNode struct {
	ast.BaseBlock
	n      int // of scanned.components
	indent int // of its first line of content, which is taken off the others; -1 before it
	closed bool
	deep   bool // inside of so many that it was not opened
}

var componentKind = ast.NewNodeKind("Component")

// Kind names the node in goldmark's tree.
func (*componentNode) Kind() ast.NodeKind { return componentKind }

// Dump prints the node for goldmark's own debugging.
func (n *componentNode) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Component": strconv.Itoa(n.n)}, nil)
}

// componentParser makes componentNodes of the scanner's tokens.
type componentParser struct{}

// placing is what componentParser knows of the letter that is parsed.
type placing struct {
	all  []component
	open []*componentNode // the containers that are open, the innermost last
}

var placingKey = parser.NewContextKey()

func placingOf(pc parser.Context) *placing { return pc.Get(placingKey).(*placing) }

// Trigger is the first character of a component's line.
func (componentParser) Trigger() []byte { return []byte{':'} }

// CanInterruptParagraph is true: no blank line is needed before a component.
func (componentParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine is true: components may be indented as far as people like.
func (componentParser) CanAcceptIndentedLine() bool { return true }

// Open makes a node of a component's line.
func (componentParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	p := placingOf(pc)
	line, _ := reader.PeekLine()
	n, ok := p.token(line)
	if !ok {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	node := &componentNode{n: n, indent: -1}
	if !p.all[n].kind.container() {
		return node, parser.NoChildren
	}
	if len(p.open) >= nestingMax {
		node.deep = true
		return node, parser.NoChildren
	}
	p.open = append(p.open, node)
	return node, parser.HasChildren
}

// Continue ends a container at its closing line, and takes the indentation of its content off.
func (componentParser) Continue(n ast.Node, reader text.Reader, pc parser.Context) parser.State {
	p := placingOf(pc)
	node := n.(*componentNode)
	if len(p.open) == 0 || !p.isOpen(node) {
		return parser.Close
	}
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		reader.AdvanceToEOL()
		return parser.Continue | parser.HasChildren
	}
	if k, ok := p.token(line); ok && p.all[k].kind == closing && p.open[len(p.open)-1] == node {
		p.all[k].placed = true
		node.closed = true
		reader.AdvanceToEOL()
		return parser.Close
	}
	width, _ := util.IndentWidth(line, reader.LineOffset())
	if node.indent < 0 {
		node.indent = width
	}
	if take := min(width, node.indent); take > 0 {
		pos, padding := util.IndentPosition(line, reader.LineOffset(), take)
		reader.AdvanceAndSetPadding(pos, padding)
	}
	return parser.Continue | parser.HasChildren
}

// Close takes the container from those that are open.
func (componentParser) Close(n ast.Node, _ text.Reader, pc parser.Context) {
	p := placingOf(pc)
	node := n.(*componentNode)
	for i, o := range p.open {
		if o == node {
			p.open = p.open[:i]
			return
		}
	}
}

func (p *placing) isOpen(node *componentNode) bool {
	for _, o := range p.open {
		if o == node {
			return true
		}
	}
	return false
}

// token reads the scanner's token of a component's line.
func (p *placing) token(line []byte) (int, bool) {
	return componentToken(line, len(p.all))
}

func componentToken(line []byte, count int) (int, bool) {
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(line, " \t"), []byte(":::"+string(componentMark)))
	if !ok {
		return 0, false
	}
	digits, _, ok := strings.Cut(string(rest), string(endMark))
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil && n >= 0 && n < count
}
