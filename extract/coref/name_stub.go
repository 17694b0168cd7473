package coref

type Name struct {
	Sentence, First, Last, Head int
	Type, Title                 string
}
