// Package model keeps trained weights: the file that holds them, the averaged perceptron that trains them and the read-only form that scores with them.
package model

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"

	"github.com/klauspost/compress/zstd"
)

const (
	magic         = "ATTACHE\n"
	formatVersion = 1

	// Limits that keep a damaged file from asking for all the memory.
	maxHeader  = 4 << 20
	maxSection = 512 << 20
)

var (
	// ErrNotModel says that the bytes do not begin as a model file does.
	ErrNotModel = errors.New("not an Attaché model file")
	// ErrNewer says that the file was written by a later version of the program.
	ErrNewer = errors.New("model file has a newer format than this program reads; update the program or use the model that came with it")
	// ErrDamaged says that the file is cut short or was changed after it was written.
	ErrDamaged = errors.New("model file is damaged; fetch or build it again")
)

var checksums = crc32.MakeTable(crc32.Castagnoli)

// Info says what a model is and where it comes from.
type Info struct {
	Name    string   `json:"name"`    // "English"
	Version string   `json:"version"` // of the model, not of the file's format
	Date    string   `json:"date"`    // day of the training, "2006-01-02"
	Licence string   `json:"licence"` // SPDX identifier
	Data    []string `json:"data"`    // the corpora that it was trained on
	// Scores has, by test file ("ewt-test") and measure ("las"), a share of 1.
	Scores map[string]map[string]float64 `json:"scores"`
}

// File is a model: its description and named sections of bytes, whose
// meaning only the package that wrote a section knows.
type File struct {
	Info     Info
	Sections map[string][]byte
}

type sectionHeader struct {
	Name     string `json:"name"`
	Size     int    `json:"size"`   // bytes as they are used
	Stored   int    `json:"stored"` // bytes in the file, compressed with zstd
	Checksum uint32 `json:"crc32c"` // of the stored bytes
}

type header struct {
	Info     Info            `json:"info"`
	Sections []sectionHeader `json:"sections"`
}

// Section returns the bytes of a section, or an error that names it.
func (f *File) Section(name string) ([]byte, error) {
	section, ok := f.Sections[name]
	if !ok {
		return nil, fmt.Errorf("model file has no section %q; train that part with attache-train", name)
	}
	return section, nil
}

// Write writes the file. The same File gives the same bytes.
func (f *File) Write(w io.Writer) error {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return fmt.Errorf("compress model: %w", err)
	}
	defer encoder.Close()

	head := header{Info: f.Info}
	var bodies [][]byte
	for name, section := range f.Sections {
		if len(section) > maxSection {
			return fmt.Errorf("model section %q has %d bytes, at most %d can be stored", name, len(section), maxSection)
		}
		head.Sections = append(head.Sections, sectionHeader{Name: name, Size: len(section)})
	}
	slices.SortFunc(head.Sections, func(a, b sectionHeader) int { return cmp.Compare(a.Name, b.Name) })
	for i := range head.Sections {
		s := &head.Sections[i]
		body := encoder.EncodeAll(f.Sections[s.Name], nil)
		s.Stored, s.Checksum = len(body), crc32.Checksum(body, checksums)
		bodies = append(bodies, body)
	}
	description, err := json.Marshal(head)
	if err != nil {
		return fmt.Errorf("describe model: %w", err)
	}
	start := []byte(magic)
	start = binary.LittleEndian.AppendUint32(start, formatVersion)
	start = binary.LittleEndian.AppendUint32(start, uint32(len(description)))
	start = binary.LittleEndian.AppendUint32(start, crc32.Checksum(description, checksums))
	for _, part := range append([][]byte{start, description}, bodies...) {
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("write model: %w", err)
		}
	}
	return nil
}

// Read reads a whole model file. Its errors wrap ErrNotModel, ErrNewer or
// ErrDamaged, or are those of the reader.
func Read(r io.Reader) (*File, error) {
	head, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxSection), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("decompress model: %w", err)
	}
	defer decoder.Close()
	file := &File{Info: head.Info, Sections: make(map[string][]byte, len(head.Sections))}
	for _, s := range head.Sections {
		body, err := readExactly(r, s.Stored)
		if err != nil {
			return nil, fmt.Errorf("section %q: %w", s.Name, err)
		}
		if crc32.Checksum(body, checksums) != s.Checksum {
			return nil, fmt.Errorf("section %q does not match its checksum: %w", s.Name, ErrDamaged)
		}
		section, err := decoder.DecodeAll(body, nil)
		if err != nil || len(section) != s.Size {
			return nil, fmt.Errorf("section %q does not decompress: %w", s.Name, ErrDamaged)
		}
		file.Sections[s.Name] = section
	}
	return file, nil
}

// ReadInfo reads the description of a model file and none of its weights.
func ReadInfo(r io.Reader) (Info, error) {
	head, err := readHeader(r)
	if err != nil {
		return Info{}, err
	}
	return head.Info, nil
}

func readHeader(r io.Reader) (*header, error) {
	start := make([]byte, len(magic)+12)
	if _, err := io.ReadFull(r, start); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, ErrNotModel
		}
		return nil, fmt.Errorf("read model: %w", err)
	}
	if string(start[:len(magic)]) != magic {
		return nil, ErrNotModel
	}
	numbers := start[len(magic):]
	if version := binary.LittleEndian.Uint32(numbers); version > formatVersion {
		return nil, fmt.Errorf("format %d, this program reads up to %d: %w", version, formatVersion, ErrNewer)
	}
	size, checksum := binary.LittleEndian.Uint32(numbers[4:]), binary.LittleEndian.Uint32(numbers[8:])
	if size > maxHeader {
		return nil, fmt.Errorf("description of %d bytes: %w", size, ErrDamaged)
	}
	description, err := readExactly(r, int(size))
	if err != nil {
		return nil, fmt.Errorf("description: %w", err)
	}
	if crc32.Checksum(description, checksums) != checksum {
		return nil, fmt.Errorf("description does not match its checksum: %w", ErrDamaged)
	}
	var head header
	if err := json.Unmarshal(description, &head); err != nil {
		return nil, fmt.Errorf("description: %w: %w", err, ErrDamaged)
	}
	for _, s := range head.Sections {
		if s.Size < 0 || s.Size > maxSection || s.Stored < 0 || s.Stored > maxSection {
			return nil, fmt.Errorf("section %q has an impossible size: %w", s.Name, ErrDamaged)
		}
	}
	return &head, nil
}

// readExactly reads n bytes, without trusting n before the bytes are there.
func readExactly(r io.Reader, n int) ([]byte, error) {
	var buffer bytes.Buffer
	if n <= 64<<20 {
		buffer.Grow(min(n, 32<<20))
	}
	got, err := io.CopyN(&buffer, r, int64(n))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read model: %w", err)
	}
	if got != int64(n) {
		return nil, fmt.Errorf("%d of %d bytes: %w", got, n, ErrDamaged)
	}
	return buffer.Bytes(), nil
}
