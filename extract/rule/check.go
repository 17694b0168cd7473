// Package rule makes rules of examples and finds statements in trees with them.
package rule
