package embedded

import (
	"testing"
)

func TestOracle(t *testing.T) {
	o := newOracle()
	o.begin(10)
	o.begin(20)
	if o.conflicts(10, []uint64{1}) {
		t.Error("a first writer conflicts")
	}
	o.commit(10, 30, []uint64{1, 2})
	if !o.conflicts(20, []uint64{2}) {
		t.Error("a key that was committed since the transaction began does not conflict")
	}
	if o.conflicts(20, []uint64{3}) {
		t.Error("another key conflicts")
	}
	o.begin(40)
	if o.conflicts(40, []uint64{1, 2}) {
		t.Error("a commit before the transaction began conflicts")
	}
	o.end(20)
	if len(o.keys) != 0 || o.recorded != 0 || len(o.history) != 0 {
		t.Errorf("%d keys are kept though the oldest open transaction is newer", len(o.keys))
	}
	if !o.conflicts(20, nil) || !o.conflicts(99, nil) {
		t.Error("a transaction that is not open may commit")
	}
}

func TestOracleKeepsLastCommitOfAKey(t *testing.T) {
	o := newOracle()
	o.begin(10)
	for i, start := range []uint64{11, 12} {
		o.begin(start)
		o.commit(start, uint64(20+i), []uint64{7})
	}
	o.begin(15)
	o.begin(25)
	o.end(10) // the oldest is 15 now: both commits still matter
	if !o.conflicts(15, []uint64{7}) {
		t.Error("a conflict was forgotten too early")
	}
	o.end(15)
	if o.conflicts(25, []uint64{7}) {
		t.Error("a commit before the transaction conflicts")
	}
}

func TestOracleMemoryIsBounded(t *testing.T) {
	o := newOracle()
	o.limit = 10_000
	o.begin(1) // a reader that is never ended
	key, ts := uint64(0), uint64(2)
	for range 3 * o.limit / 1000 {
		keys := make([]uint64, 1000)
		for i := range keys {
			key++
			keys[i] = key
		}
		o.begin(ts)
		o.commit(ts, ts+1, keys)
		ts += 2
	}
	if len(o.keys) > o.limit || o.recorded > o.limit {
		t.Errorf("%d keys are kept", len(o.keys))
	}
	if !o.conflicts(1, nil) {
		t.Error("a transaction from before what is remembered may commit")
	}
	o.begin(ts)
	if o.conflicts(ts, []uint64{key}) {
		t.Error("a new transaction conflicts")
	}
}

func TestFingerprints(t *testing.T) {
	got, err := fingerprints([]string{"a", "zz", "a"})
	if err != nil || len(got) != 2 || got[0] != 10 || got[1] != 35*36+35 {
		t.Errorf("got %v %v", got, err)
	}
	for _, bad := range []string{"", "-1", "!", "zzzzzzzzzzzzzzz"} {
		if _, err := fingerprints([]string{bad}); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
