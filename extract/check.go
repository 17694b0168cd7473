package extract

import (
	"fmt"

	"attache/extract/model/en"
	"attache/extract/rule"
	"attache/schema"
	"attache/schema/statement"
)

// Report is what an ontology's examples became and what is wrong with them.
type Report struct {
	Rules  []*rule.Rule // of examples, then of questions
	Faults []error      // each a *schema.Error
}

// Check makes rules of all examples of an ontology and runs every example and
// every "not" line against all rules. An example must be found by its own
// relation, the right way round; a "not" line must not be.
func Check(o *schema.Ontology) (Report, error) {
	model, err := en.Load()
	if err != nil {
		return Report{}, err
	}
	rules, faults := rule.Compile(o, model)
	p := &Pipeline{ontology: o, model: model, rules: rules}
	report := Report{Rules: append(rules.Rules[:len(rules.Rules):len(rules.Rules)], rules.Questions...), Faults: faults}
	for _, r := range o.Relations {
		for _, e := range r.Examples {
			if err := rules.Test(model, r, e); err != nil {
				report.Faults = append(report.Faults, &schema.Error{Position: e.Position, Reason: err.Error()})
			}
		}
		for _, e := range r.Not {
			x, err := p.Extract(statement.Document{Text: e.Text})
			if err != nil {
				return report, err
			}
			for _, s := range x.Statements {
				if s.Predicate == r.Name && s.Status == statement.Actual {
					report.Faults = append(report.Faults, &schema.Error{Position: e.Position, Reason: fmt.Sprintf(
						"rule %s finds %q %s %q in %q, which is not to be found there",
						s.Rule, x.Entity(s.Subject).Name, s.Predicate, x.Entity(s.Object).Name, e.Text)})
				}
			}
		}
	}
	return report, nil
}
