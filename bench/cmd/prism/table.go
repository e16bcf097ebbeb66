package main

import (
	"fmt"
	"strings"
	"time"
)

// printResponses prints a row for each request, and how many responses of each tool are right.
func printResponses(tools []*tool, got map[*tool][]*response, faults map[*tool][]string) {
	fmt.Printf("| document | request | right | why | %s | %s |\n|---|---|---|---|---|---|\n", tools[0].name, tools[1].name)
	right := make(map[*tool]int)
	for i := range requests {
		r := &requests[i]
		cells := []string{r.document, r.text(), r.want, r.why}
		for _, t := range tools {
			fault := faults[t][i]
			if fault == "" {
				right[t]++
				cells = append(cells, fmt.Sprintf("%d", got[t][i].status))
				continue
			}
			cells = append(cells, "**"+fault+"**")
		}
		for j := range cells {
			cells[j] = strings.ReplaceAll(strings.ReplaceAll(cells[j], "|", "\\|"), "\r\n", "↵")
		}
		fmt.Println("| " + strings.Join(cells, " | ") + " |")
	}
	fmt.Println()
	for _, t := range tools {
		fmt.Printf("%s: %d of %d are right\n", t.name, right[t], len(requests))
	}
	fmt.Println()
}

// text returns the request in one line.
func (r *request) text() string {
	parts := []string{r.line}
	for _, field := range r.fields {
		if field != someKey && field != jsonBody {
			parts = append(parts, field)
		}
	}
	if r.body != "" && len(r.body) < 90 && !strings.HasPrefix(r.body, "--") {
		parts = append(parts, r.body)
	}
	return "`" + strings.Join(parts, " ") + "`"
}

// printRates prints a row for each tool.
func printRates(tools []*tool, all map[*tool]*measurement) {
	fmt.Print("| mock | GET/s | POST/s | peak MB | start ms |\n|---|---|---|---|---|\n")
	for _, t := range tools {
		m := all[t]
		fmt.Printf("| %s | %.0f | %.0f | %.1f | %d |\n", t.name, medianOf(m.get), medianOf(m.post), float64(m.memory)/1e6, medianOf(m.starts)/time.Millisecond)
	}
	a, b := all[tools[0]], all[tools[1]]
	fmt.Printf("| ours is | %.1f× | %.1f× | %.2f× | %.2f× |\n", medianOf(a.get)/medianOf(b.get), medianOf(a.post)/medianOf(b.post),
		float64(a.memory)/float64(b.memory), float64(medianOf(a.starts))/float64(medianOf(b.starts)))
}
