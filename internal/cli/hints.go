package cli

import "github.com/apicontract/apicontract/internal/hint"

// hints words the hints of other packages for the command line.
var hints = hint.Words{
	hint.ListCodes:      "`apicontract codes` lists the codes",
	hint.ExplainCode:    "`apicontract explain CODE`, with the same --spec, shows the status and the link of a code",
	hint.ListRules:      "`apicontract rules` lists the rules",
	hint.ListFaults:     "`apicontract mock --help` lists the faults",
	hint.ListProblems:   "`apicontract lint` lists the problems of the document",
	hint.ExcludeTraffic: "--exclude skips traffic that should not be checked",
}
