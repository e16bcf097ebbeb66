package requestcheck

import "strings"

// memberPath writes an instance location as source code does: scenes[0].text.
func memberPath(instance []string) string {
	var b strings.Builder
	for _, token := range instance {
		switch {
		case strings.Trim(token, "0123456789") == "" && token != "":
			b.WriteString("[" + token + "]")
		case b.Len() > 0:
			b.WriteString("." + token)
		default:
			b.WriteString(token)
		}
	}
	return b.String()
}
