package language

// The blocks of the language that this version knows by name only. What stands in them is not looked at.
var (
	coupon         = laterBlock("coupon", "A pool of codes, one a person.")
	recommendation = laterBlock("recommendation", "Products that go with an order.")
	page           = laterBlock("page", "What a page behind a link asks next.")
	moved          = laterBlock("moved", "Gives a flow or a node a new name while people are in it.")
	removed        = laterBlock("removed", "Says where people go who stand in a node that is gone.")
	test           = laterBlock("test", "A test of a flow; it stands in a file of its own, *.flowtest.hcl.")
)

func laterBlock(name, doc string) *Block {
	return &Block{Name: name, Doc: doc, Later: true}
}
