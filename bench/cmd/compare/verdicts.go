//go:build unix

package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/bench/internal/rivals"
	"github.com/apicontract/apicontract/bench/internal/traffic"
)

// checkCounts compares the counts with the manifest's, without the faults that the engine is known
// to accept, and reports whether they agree.
func (c *comparison) checkCounts(w io.Writer, r *workloadResult) (bool, error) {
	m := r.manifest
	fmt.Fprintf(w, "\nGenerated: %d entries, %d to be checked, %d wrong.\n", m.Entries, m.Checked, m.Wrong)
	right := true
	var checked []string
	for _, e := range r.engines {
		if e.readCounts == nil || r.failed[e.name] != "" {
			continue
		}
		got, err := c.readOutput(e)
		if err != nil {
			return false, fmt.Errorf("%s: output not understood: %w", e.name, err)
		}
		checked = append(checked, e.rival)
		want := entryCounts{m.Entries, m.Checked, m.Wrong - rivals.CountAccepted(e.rival, m.Faults)}
		word := "as expected"
		if !got.agreesWith(want) {
			word, right = fmt.Sprintf("EXPECTED %d, %d, %d", want.entries, want.checked, want.wrong), false
		}
		fmt.Fprintf(w, "%s: %s: %s.\n", e.name, got, word)
	}
	for _, line := range rivals.DescribeDifferences(checked, m.Faults) {
		fmt.Fprintln(w, line)
	}
	return right, nil
}

func (v entryCounts) agreesWith(want entryCounts) bool {
	return (v.entries == notReported || v.entries == want.entries) && (v.checked == notReported || v.checked == want.checked) &&
		v.wrong == want.wrong
}

func (v entryCounts) String() string {
	if v.checked == notReported {
		return fmt.Sprintf("%d wrong", v.wrong)
	}
	return fmt.Sprintf("%d entries, %d checked, %d wrong", v.entries, v.checked, v.wrong)
}

// readOutput reads the output of the engine's last run, and as little of it as possible: this
// process must stay small, see [measure.Run].
func (c *comparison) readOutput(e engineCommand) (v entryCounts, err error) {
	f, err := os.Open(c.outputFile(e))
	if err != nil {
		return v, err
	}
	v, err = e.readCounts(c, f)
	return v, errors.Join(err, f.Close())
}

// readOurs reads the summary, which comes before the long parts of a report.
func readOurs(_ *comparison, output io.Reader) (v entryCounts, err error) {
	d := json.NewDecoder(output)
	for {
		token, err := d.Token()
		if err != nil {
			return v, err
		}
		if token == "summary" {
			break
		}
	}
	var s struct {
		Entries    int            `json:"entries"`
		Checked    int            `json:"checked"`
		Conforming int            `json:"conforming"`
		Missed     map[string]int `json:"missed"` // entries whose body could not be checked
	}
	err = d.Decode(&s)
	checked := s.Checked
	for _, n := range s.Missed {
		checked -= n
	}
	return entryCounts{s.Entries, checked, checked - s.Conforming}, err
}

func readNaive(_ *comparison, output io.Reader) (entryCounts, error) {
	var counts struct {
		Entries int `json:"entries"`
		OK      int `json:"ok"`
		Bad     int `json:"bad"`
	}
	err := json.NewDecoder(output).Decode(&counts)
	return entryCounts{counts.Entries, counts.OK + counts.Bad, counts.Bad}, err
}

// readDrift counts the exchanges of the API for which Redocly reports a problem of the response or
// an undocumented operation. Redocly also checks requests and preflights, which no other engine
// here does; those are ignored.
func readDrift(c *comparison, _ io.Reader) (v entryCounts, err error) {
	f, err := os.Open(c.filePath(findings))
	if err != nil {
		return v, err
	}
	wrong, err := wrongOf(csv.NewReader(f))
	return entryCounts{notReported, notReported, wrong}, errors.Join(err, f.Close())
}

func wrongOf(rows *csv.Reader) (int, error) {
	head, err := rows.Read()
	if err != nil {
		return 0, err
	}
	column := make(map[string]int)
	for i, name := range head {
		column[name] = i
	}
	rows.ReuseRecord = true
	wrong := make(map[int]bool)
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return len(wrong), nil
		}
		if err != nil {
			return 0, err
		}
		cell := func(name string) string { return row[column[name]] }
		undocumented := cell("rule_id") == "undocumented-endpoint" && cell("method") != http.MethodOptions &&
			strings.HasPrefix(cell("url"), traffic.API+"/")
		if cell("target") == "response" || undocumented {
			n, err := strconv.Atoi(cell("exchange_index"))
			if err != nil {
				return 0, err
			}
			wrong[n] = true
		}
	}
}
