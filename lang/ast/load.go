package ast

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/lex"
	"github.com/flowc/flowc/schema/language"
)

// What a project may cost.
const (
	// projectMax is the size of all files that are read, letters included, in bytes.
	projectMax = 10 << 20
	// filesMax is the number of *.flow.hcl files, entriesMax that of everything that the folders hold: a project that is opened
	// in the wrong folder must not walk a whole disk.
	filesMax   = 10_000
	entriesMax = 200_000
	// foundMax is how many mistakes of a project are reported.
	foundMax = 1_000
)

const suffix = ".flow.hcl"

// Load reads every *.flow.hcl below the root of fsys, in the order of their names, as one project. Hidden files and folders
// (their names begin with a point) are skipped and no link is followed. All mistakes of all files are reported, and the project
// holds whatever could be read.
func Load(fsys fs.FS) (*Project, diag.List) { return Reload(fsys, nil) }

// Reload is Load for a project of which an earlier state is at hand: files that did not change since are not read into
// trees again. The old project must not be used while Reload works, and both may share trees afterwards; old may be nil.
func Reload(fsys fs.FS, old *Project) (*Project, diag.List) {
	p := newProject(fsys)
	names, found := p.walk()
	units := make([]*unit, 0, len(names))
	for _, name := range names {
		src, problem := p.read(name, start(name))
		if problem != nil {
			found = append(found, *problem)
			p.Broken = true
			continue
		}
		var u *unit
		if old != nil && old.units[name] != nil && bytes.Equal(old.Files[name], src) {
			u = old.units[name]
		} else {
			u = readFile(name, src)
		}
		p.units[name] = u
		units = append(units, u)
	}
	found = append(found, p.join(units)...)
	if p.Settings == nil && !p.Broken {
		found = append(found, p.noProject(names))
	}
	if len(found) > foundMax {
		last := found[foundMax].Range
		last.End = last.Start
		found = append(found[:foundMax:foundMax], diag.New("F0013", last, "The project has more mistakes; those above come first. Mend them and look again."))
	}
	return p, found
}

// LoadWhere reads only those files in which a word stands, and leaves out what is wrong with them.
func LoadWhere(fsys fs.FS, word string) *Project {
	p := newProject(fsys)
	names, _ := p.walk()
	var units []*unit
	for _, name := range names {
		if src, problem := p.read(name, start(name)); problem == nil && hasWord(src, word) {
			units = append(units, readFile(name, src))
		}
	}
	p.join(units)
	return p
}

// hasWord is true where a word stands that is no part of a longer one.
func hasWord(src []byte, word string) bool {
	inWord := func(i int) bool {
		return i >= 0 && i < len(src) && (src[i] == '_' || src[i] == '-' || src[i] >= '0' && src[i] <= '9' || src[i]|0x20 >= 'a' && src[i]|0x20 <= 'z')
	}
	for from := 0; ; {
		i := bytes.Index(src[from:], []byte(word))
		if i < 0 {
			return false
		}
		if i += from; !inWord(i-1) && !inWord(i+len(word)) {
			return true
		}
		from = i + 1
	}
}

func newProject(fsys fs.FS) *Project {
	return &Project{Files: map[string][]byte{}, reader: reader{fsys: fsys, units: map[string]*unit{}, seen: map[string]fs.FileMode{}, folders: map[string][]string{}}}
}

func (p *Project) noProject(names []string) diag.Diagnostic {
	if len(names) == 0 {
		return diag.New("F0014", start("."), "There is no *.flow.hcl file in this folder or below it. A project has at least one; flowc init writes one to begin with.")
	}
	return diag.New("F0109", start(names[0]), "No file of this folder has a project block, which says the time zone, the currencies, the language and the address of the pages: project \"a_name\" { … }.")
}

// start is the beginning of a file, for what concerns all of it.
func start(file string) diag.Range {
	first := diag.Pos{Line: 1, Column: 1}
	return diag.Range{File: file, Start: first, End: first}
}

// reader is how a project's files are read.
type reader struct {
	fsys fs.FS
	size int64 // of all that was read
	// seen and folders are what walk found: the kind of each entry, and the names in each folder. It spares asking the system again.
	seen    map[string]fs.FileMode
	folders map[string][]string
	scratch []byte
	units   map[string]*unit
}

// walk finds the names of the project's *.flow.hcl files.
func (p *Project) walk() (names []string, found diag.List) {
	entries := 0
	err := fs.WalkDir(p.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			found = append(found, unreadable(start(name), name, err))
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entries++; entries > entriesMax {
			found = append(found, diag.New("F0002", start("."), fmt.Sprintf("This folder and those below it hold more than %d files. A project is a folder of its own.", entriesMax)))
			return fs.SkipAll
		}
		hidden := strings.HasPrefix(path.Base(name), ".") && name != "."
		if !hidden && name != "." {
			p.seen[name] = d.Type()
			dir := path.Dir(name)
			p.folders[dir] = append(p.folders[dir], path.Base(name))
		}
		switch {
		case d.IsDir() && hidden:
			return fs.SkipDir
		case d.IsDir() || hidden || !strings.HasSuffix(name, suffix):
			return nil
		}
		if len(names) == filesMax {
			found = append(found, diag.New("F0002", start(name), fmt.Sprintf("This project has more than %d files. This one and those behind it are not read.", filesMax)))
			return fs.SkipAll
		}
		names = append(names, name)
		return nil
	})
	if err != nil {
		found = append(found, unreadable(start("."), ".", err))
	}
	slices.Sort(names)
	return names, found
}

// ReadBeside reads a file that an argument names by a path relative to the argument's own file, such as a letter's body. The
// path stays inside the project, and no part of it is hidden or a link. The diagnostic, if the file cannot be read, is at the
// given range; the second result is the path from the project's folder, the key of the source in Files.
func (p *Project) ReadBeside(from, name string, at diag.Range) (src []byte, file string, problem *diag.Diagnostic) {
	fail := func(code diag.Code, detail string, args ...any) ([]byte, string, *diag.Diagnostic) {
		d := diag.New(code, at, fmt.Sprintf(detail, args...))
		return nil, "", &d
	}
	file = path.Join(path.Dir(from), name)
	switch {
	case name == "" || strings.HasSuffix(name, "/"):
		return fail("F0005", "A path names a file, such as \"emails/thank-you.md\", relative to this file.")
	case strings.HasPrefix(name, "/"):
		return fail("F0005", "A path is relative to the file that names it: it does not begin with /.")
	case strings.Contains(name, `\`):
		return fail("F0005", "The folders of a path are separated by /, on every system.")
	case file == ".." || strings.HasPrefix(file, "../"):
		return fail("F0005", "%s leads out of the project's folder. Everything that a project needs stands in it.", lex.Quote(name))
	case !fs.ValidPath(file) || file == "." || strings.ContainsFunc(file, func(r rune) bool { return r < ' ' }):
		return fail("F0005", "%s is no path of a file.", lex.Quote(name))
	}
	for i, c := range file {
		if (i == 0 || file[i-1] == '/') && c == '.' {
			return fail("F0005", "%s leads through something hidden: names that begin with a point are not of the project.", lex.Quote(name))
		}
	}
	if src, ok := p.Files[file]; ok {
		return src, file, nil
	}
	for i := range len(file) + 1 {
		if i < len(file) && file[i] != '/' {
			continue
		}
		mode, err := p.kind(file[:i])
		if errors.Is(err, fs.ErrNotExist) {
			detail := "There is no file %s beside this one."
			if _, err := fs.Stat(p.fsys, file+".md"); err == nil && path.Ext(file) == "" {
				return fail("F0006", detail+" Did you mean %s?", lex.Quote(name), lex.Quote(name+".md"))
			}
			if near, ok := p.beside(file, from); ok {
				return fail("F0006", detail+" Did you mean %s?", lex.Quote(name), lex.Quote(near))
			}
			if strings.ContainsAny(name, " \t") && path.Ext(name) == "" {
				detail += " What stands here is the name of a file, such as \"thank-you.md\", and not what is in it."
			}
			return fail("F0006", detail, lex.Quote(name))
		}
		if err == nil && mode&fs.ModeSymlink != 0 {
			return fail("F0004", "%s is a link, or leads over one. No link is followed; put the file itself into the project.", lex.Quote(name))
		}
	}
	src, problem = p.read(file, at)
	if problem != nil {
		return nil, "", problem
	}
	return src, file, nil
}

// beside is the nearest name of a file in the folder of one that is not there, as the file from would name it.
func (p *Project) beside(file, from string) (string, bool) {
	entries, err := fs.ReadDir(p.fsys, path.Dir(file))
	if err != nil {
		return "", false
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && path.Ext(e.Name()) == path.Ext(file) {
			names = append(names, e.Name())
		}
	}
	near, ok := language.Nearest(path.Base(file), names)
	if !ok {
		return "", false
	}
	near = path.Join(path.Dir(file), near)
	if folder := path.Dir(from); folder != "." {
		inside, ok := strings.CutPrefix(near, folder+"/")
		return inside, ok
	}
	return near, true
}

// read reads a file into Files.
func (p *Project) read(name string, at diag.Range) ([]byte, *diag.Diagnostic) {
	src, problem := p.readBounded(name, at)
	if problem == nil {
		p.Files[name] = src
	}
	return src, problem
}

// kind is the kind of an entry, a link's own and not that of what it leads to.
func (p *Project) kind(name string) (fs.FileMode, error) {
	if mode, ok := p.seen[name]; ok {
		return mode, nil
	}
	info, err := fs.Lstat(p.fsys, name)
	if err != nil {
		return 0, err
	}
	return info.Mode().Type(), nil
}

func (p *Project) readBounded(name string, at diag.Range) ([]byte, *diag.Diagnostic) {
	fail := func(d diag.Diagnostic) ([]byte, *diag.Diagnostic) { return nil, &d }
	// A pipe or a device is not even opened: that could wait for ever.
	mode, err := p.kind(name)
	switch {
	case err != nil:
		return fail(unreadable(at, name, err))
	case mode&fs.ModeSymlink != 0:
		return fail(diag.New("F0004", at, fmt.Sprintf("%s is a link. No link is followed; put the file itself into the project.", lex.Quote(name))))
	case !mode.IsRegular():
		return fail(diag.New("F0003", at, fmt.Sprintf("%s is no ordinary file.", lex.Quote(name))))
	}
	f, err := p.fsys.Open(name)
	if err != nil {
		return fail(unreadable(at, name, err))
	}
	defer f.Close()
	src, err := p.readAll(io.LimitReader(f, lex.FileMax+1))
	switch {
	case err != nil:
		return fail(unreadable(at, name, err))
	case len(src) > lex.FileMax:
		return fail(tooLarge(at, name))
	}
	if p.size += int64(len(src)); p.size > projectMax {
		return fail(diag.New("F0002", at, fmt.Sprintf("The files of this project have more than %d bytes together. This one is not read.", projectMax)))
	}
	return src, nil
}

// scratchSize holds most files as a whole, so that they are read at once.
const scratchSize = 64 << 10

func (r *reader) readAll(from io.Reader) ([]byte, error) {
	if r.scratch == nil {
		r.scratch = make([]byte, scratchSize)
	}
	n, err := io.ReadFull(from, r.scratch)
	src := bytes.Clone(r.scratch[:n])
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return src, nil
	}
	if err != nil {
		return nil, err
	}
	rest, err := io.ReadAll(from)
	return append(src, rest...), err
}

// Folder are the names in a folder of the project, hidden ones left out; nil where there are none.
func (p *Project) Folder(dir string) []string { return p.folders[dir] }

func tooLarge(at diag.Range, name string) diag.Diagnostic {
	return diag.New("F0001", at, fmt.Sprintf("%s has more than %d bytes; that much is read of a file at most. Divide it.", lex.Quote(name), lex.FileMax))
}

func unreadable(at diag.Range, name string, err error) diag.Diagnostic {
	why := "it could not be read"
	switch {
	case errors.Is(err, fs.ErrPermission):
		why = "whoever runs flowc may not read it"
	case errors.Is(err, fs.ErrNotExist):
		why = "it is not there"
	}
	return diag.New("F0003", at, fmt.Sprintf("%s: %s.", lex.Quote(name), why))
}
