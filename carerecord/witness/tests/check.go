// Checks a published log with the Go project's own packages for notes and trees, which share no code with ours.
//
// Reads what the test wrote on standard input; prints how many checks held. The first that does not ends it.
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type inclusion struct {
	Index int64
	Leaf  tlog.Hash
	Proof []tlog.Hash
}

type consistency struct {
	Old   int64
	Root  tlog.Hash
	Proof []tlog.Hash
}

type asked struct {
	Key, Witness, Checkpoint, Tiles string
	Inclusions                      []inclusion
	Consistencies                   []consistency
}

// tiles reads the published folder, named as c2sp.org/tlog-tiles names them.
type tiles string

func (t tiles) Height() int { return 8 }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) (found [][]byte, err error) {
	for _, one := range wanted {
		path := strings.TrimPrefix(one.Path(), fmt.Sprintf("tile/8/%d/", one.L))
		data, err := os.ReadFile(filepath.Join(string(t), fmt.Sprint(one.L), path))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

// cosigner checks a cosignature/v1 as c2sp.org/tlog-cosignature says it is made.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.key, append([]byte(head), msg...), sig[8:])
}

func witness(text string) (note.Verifier, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("no verifier key")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return nil, errors.New("no key of a witness")
	}
	var hash uint32
	if _, err := fmt.Sscanf(parts[1], "%08x", &hash); err != nil {
		return nil, err
	}
	return cosigner{parts[0], hash, key[1:]}, nil
}

func opened(a asked) (tree tlog.Tree, err error) {
	log, err := note.NewVerifier(a.Key)
	if err != nil {
		return tree, err
	}
	cosigned, err := witness(a.Witness)
	if err != nil {
		return tree, err
	}
	text, err := os.ReadFile(a.Checkpoint)
	if err != nil {
		return tree, err
	}
	found, err := note.Open(text, note.VerifierList(log, cosigned))
	if err != nil {
		return tree, err
	}
	if len(found.Sigs) != 2 || len(found.UnverifiedSigs) != 0 {
		return tree, errors.New("not signed by the log and its witness, and nobody else")
	}
	_, rest, _ := strings.Cut(found.Text, "\n") // the origin; this parser knows one log only
	return tlog.ParseTree([]byte("go.sum database tree\n" + rest))
}

func check(a asked) (held int, err error) {
	tree, err := opened(a)
	if err != nil {
		return held, err
	}
	reader := tlog.TileHashReader(tree, tiles(a.Tiles))
	for _, one := range a.Inclusions {
		if err := tlog.CheckRecord(one.Proof, tree.N, tree.Hash, one.Index, one.Leaf); err != nil {
			return held, fmt.Errorf("inclusion of %d: %w", one.Index, err)
		}
		stored := []int64{tlog.StoredHashIndex(0, one.Index)}
		if hashes, err := reader.ReadHashes(stored); err != nil || hashes[0] != one.Leaf {
			return held, fmt.Errorf("tile of %d: %w", one.Index, err)
		}
		held += 2
	}
	for _, one := range a.Consistencies {
		if err := tlog.CheckTree(one.Proof, tree.N, tree.Hash, one.Old, one.Root); err != nil {
			return held, fmt.Errorf("consistency from %d: %w", one.Old, err)
		}
		if root, err := tlog.TreeHash(one.Old, reader); err != nil || root != one.Root {
			return held, fmt.Errorf("root of %d by tiles: %w", one.Old, err)
		}
		held += 2
	}
	return held, nil
}

func main() {
	var a asked
	err := json.NewDecoder(os.Stdin).Decode(&a)
	held := 0
	if err == nil {
		held, err = check(a)
	}
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
	fmt.Println(held)
}
