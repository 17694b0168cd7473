package parse

import (
	"math/rand/v2"

	"attache/extract/model"
	"attache/extract/syntax"
)

// TrainOptions says how to train.
type TrainOptions struct {
	Epochs int             // passes over the sentences; 0 stands for 8
	Seed   uint64          // of the order of the sentences and the exploration
	Words  *model.Clusters // classes of words; nil for none
	// Margin is by how much, in updates of one feature, the score of the right
	// transition must exceed that of every wrong one, else the weights change.
	Margin float32
	// MinUpdates drops features that changed less often; 0 stands for 2.
	MinUpdates int
	// MinWeight drops weights that are nearer to zero, measured in updates.
	MinWeight float64
	// Progress, if not nil, is told after each pass which share of the
	// transitions was right with the weights of the moment, and of the
	// weights so far how to freeze them.
	Progress func(epoch int, accuracy float64, freeze func() *Parser)
}

// explore is how often a wrong transition is followed in training once the
// first pass is over.
const explore = 0.9

// Train learns to parse from trees, by a dynamic oracle (Goldberg and Nivre
// 2013): the parser follows its own mistakes and learns the best way on from
// them. Tokens need the tags that the tagger gives (not those of the
// treebank), the gold Head and Deprel.
func Train(sentences []syntax.Sentence, o TrainOptions) *Parser {
	if o.Epochs == 0 {
		o.Epochs = 8
	}
	p := &Parser{words: o.Words}
	numbers := make(map[string]int)
	for _, s := range sentences {
		for _, t := range s.Tokens {
			if _, ok := numbers[t.Deprel]; !ok && t.Head != syntax.Root {
				numbers[t.Deprel] = len(p.labels)
				p.labels = append(p.labels, t.Deprel)
			}
		}
	}
	labels := len(p.labels)
	trainer := model.NewTrainer(1 + 2*labels)
	scores := make([]float32, 1+2*labels)
	random := rand.New(rand.NewPCG(o.Seed, 2))
	s, g := &state{}, &gold{}
	for epoch := range o.Epochs {
		right, total := 0, 0
		for _, k := range random.Perm(len(sentences)) {
			tokens := sentences[k].Tokens
			s.read(tokens, o.Words)
			g.read(tokens, numbers)
			for !s.done() {
				s.extract()
				clear(scores)
				trainer.Score(s.features, scores)
				guess := bestAllowed(s, scores, labels)
				truth, wrong := g.best(s, scores, labels)
				ok := truth == guess
				total++
				follow := truth
				if wrong >= 0 && scores[truth] <= scores[wrong]+o.Margin {
					trainer.Update(s.features, truth, wrong)
				}
				if ok {
					right++
				} else {
					if epoch > 0 && random.Float64() < explore {
						follow = guess
					}
				}
				trainer.Tick()
				s.apply(follow, labels)
			}
		}
		if o.Progress != nil {
			o.Progress(epoch+1, float64(right)/float64(max(total, 1)), func() *Parser {
				return &Parser{labels: p.labels, words: p.words, weights: trainer.Freeze(model.Options{MinUpdates: o.MinUpdates, MinWeight: o.MinWeight})}
			})
		}
	}
	p.weights = trainer.Freeze(model.Options{MinUpdates: o.MinUpdates, MinWeight: o.MinWeight})
	return p
}

// gold is the tree that a sentence should get.
type gold struct {
	heads    []int // length of the sentence stands for the root
	labels   []int
	children [][]int
}

func (g *gold) read(tokens []syntax.Token, numbers map[string]int) {
	n := len(tokens)
	g.heads, g.labels = g.heads[:0], g.labels[:0]
	for len(g.children) < n {
		g.children = append(g.children, nil)
	}
	for i := range n {
		g.children[i] = g.children[i][:0]
	}
	for _, t := range tokens {
		head := t.Head
		if head == syntax.Root {
			head = n
		}
		g.heads, g.labels = append(g.heads, head), append(g.labels, numbers[t.Deprel])
	}
	g.heads = lift(g.heads)
	for i, head := range g.heads {
		if head != n {
			g.children[head] = append(g.children[head], i)
		}
	}
}

// best returns the transition with the highest score of those that lose the
// fewest arcs of the tree, and of those that lose more, -1 if there is none.
func (g *gold) best(s *state, scores []float32, labels int) (truth, wrong int) {
	costShift, costLeft, costRight := g.costs(s)
	least := min(costShift, costLeft, costRight)
	truth, wrong = -1, -1
	consider := func(transition int, right bool) {
		if right {
			if truth < 0 || scores[transition] > scores[truth] {
				truth = transition
			}
		} else if wrong < 0 || scores[transition] > scores[wrong] {
			wrong = transition
		}
	}
	if costShift != forbidden {
		consider(shift, costShift == least)
	}
	if costLeft != forbidden {
		child := int(s.stack[len(s.stack)-1])
		// An arc that the tree lacks has no right label.
		free := g.heads[child] != s.next
		for label := range labels {
			consider(leftArc(label), costLeft == least && (free || label == g.labels[child]))
		}
	}
	if costRight != forbidden {
		child := int(s.stack[len(s.stack)-1])
		free := g.heads[child] != int(s.stack[len(s.stack)-2])
		for label := range labels {
			consider(rightArc(label, labels), costRight == least && (free || label == g.labels[child]))
		}
	}
	return truth, wrong
}

const forbidden = 1 << 30

// costs returns how many arcs of the tree each transition puts out of reach.
func (g *gold) costs(s *state) (costShift, costLeft, costRight int) {
	costShift, costLeft, costRight = forbidden, forbidden, forbidden
	n, next := len(s.words), s.next
	top, below := -1, -1
	if len(s.stack) > 0 {
		top = int(s.stack[len(s.stack)-1])
	}
	if len(s.stack) > 1 {
		below = int(s.stack[len(s.stack)-2])
	}
	if s.canShift() {
		costShift = 0
		for _, i := range s.stack {
			if g.heads[i] == next {
				costShift++
			}
			if g.heads[next] == int(i) && int(i) != top {
				costShift++
			}
		}
	}
	if top < 0 {
		return costShift, costLeft, costRight
	}
	lost := 0
	for _, c := range g.children[top] {
		if c >= next {
			lost++
		}
	}
	head := g.heads[top]
	if s.canLeft() {
		costLeft = lost
		if head == below || head > next || head == n {
			costLeft++
		}
	}
	if s.canRight() {
		costRight = lost
		if head >= next {
			costRight++
		}
	}
	return costShift, costLeft, costRight
}
