package parse

import (
	"math"
)

// bestTree finds the heads of the tree with the highest sum of scores and one
// root (Chu and Liu 1965, Edmonds 1967). scores has a row of n+1 for each of
// n words: the root, then the words. Heads are word numbers, -1 is the root.
func bestTree(scores []float32, n int, heads []int) {
	width := n + 1
	best := func(d int) int {
		row, h := scores[d*width:d*width+width], 0
		for k, s := range row {
			if k-1 != d && s > row[h] {
				h = k
			}
		}
		return h - 1
	}
	roots := 0
	for d := range n {
		heads[d] = best(d)
		if heads[d] < 0 {
			roots++
		}
	}
	if roots == 1 && reachesRoot(heads) {
		return
	}
	// A tree with one root is better than all with more once a root costs
	// more than scores can make up for.
	const price = 1e7
	nodes := n + 1
	weight := square(nodes)
	for d := 1; d < nodes; d++ {
		for h := range nodes {
			weight[d][h] = float64(scores[(d-1)*width+h])
		}
		weight[d][0] -= price
		weight[d][d] = math.Inf(-1)
	}
	for d, h := range arborescence(weight) {
		if d > 0 {
			heads[d-1] = h - 1
		}
	}
}

func square(n int) [][]float64 {
	rows, all := make([][]float64, n), make([]float64, n*n)
	for i := range rows {
		rows[i] = all[i*n : (i+1)*n]
	}
	return rows
}

func reachesRoot(heads []int) bool {
	state := make([]uint8, len(heads)) // 1 on the way, 2 reaches the root
	for d := range heads {
		k := d
		for k >= 0 && state[k] == 0 {
			state[k] = 1
			k = heads[k]
		}
		if k >= 0 && state[k] == 1 {
			return false
		}
		for k := d; k >= 0 && state[k] == 1; k = heads[k] {
			state[k] = 2
		}
	}
	return true
}

// arborescence returns the best head of each node but 0, by its weights
// (dependent, then head). Cycles become one node, and so on.
func arborescence(weight [][]float64) []int {
	n := len(weight)
	head := make([]int, n)
	for d := 1; d < n; d++ {
		for h := range n {
			if weight[d][h] > weight[d][head[d]] {
				head[d] = h
			}
		}
	}
	cycle := findCycle(head)
	if cycle == nil {
		return head
	}
	inside := make([]bool, n)
	for _, k := range cycle {
		inside[k] = true
	}
	// The cycle is the last node of a smaller graph.
	var old []int
	number := make([]int, n)
	for k := range n {
		if !inside[k] {
			number[k] = len(old)
			old = append(old, k)
		}
	}
	c := len(old)
	small := square(c + 1)
	enter := make([]int, c) // which word of the cycle takes a head from outside
	leave := make([]int, c) // which word of the cycle is head of a word outside
	for i, k := range old {
		for j, h := range old {
			if i > 0 {
				small[i][j] = weight[k][h]
			}
		}
		if i > 0 {
			small[i][c] = math.Inf(-1)
		}
		gain := math.Inf(-1)
		for _, m := range cycle {
			if i > 0 && (leave[i] == 0 || weight[k][m] > small[i][c]) {
				small[i][c], leave[i] = weight[k][m], m
			}
			g := weight[m][k] - weight[m][head[m]]
			if enter[i] == 0 || g > gain {
				gain, enter[i] = g, m
			}
		}
		small[c][i] = gain
	}
	small[c][c] = math.Inf(-1)
	for i := 1; i < c; i++ {
		small[i][i] = math.Inf(-1)
	}
	for d, h := range arborescence(small) {
		switch {
		case d == 0:
		case d == c:
			head[enter[h]] = old[h]
		case h == c:
			head[old[d]] = leave[d]
		default:
			head[old[d]] = old[h]
		}
	}
	return head
}

func findCycle(head []int) []int {
	mark := make([]int, len(head))
	for d := 1; d < len(head); d++ {
		k := d
		for k != 0 && mark[k] == 0 {
			mark[k] = d
			k = head[k]
		}
		if k == 0 || mark[k] != d {
			continue
		}
		cycle := []int{k}
		for m := head[k]; m != k; m = head[m] {
			cycle = append(cycle, m)
		}
		return cycle
	}
	return nil
}
