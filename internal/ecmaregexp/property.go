package ecmaregexp

import (
	"strings"
	"sync"
	"unicode"
)

// parseProperty parses the {…} after \p or \P at a position (ECMA-262, section 22.2.1,
// UnicodePropertyValueExpression).
func (p *parser) parseProperty(at int, negated bool) runeSet {
	start := p.next + 1
	if !p.acceptText("{") {
		p.failf(at, `\%c must be followed by a property in { and }`, p.text[at+1])
	}
	for p.peekRune(0) != '}' {
		if p.peekRune(0) == -1 {
			p.failf(at, "the name of the property is not closed by }")
		}
		p.next++
	}
	name := string(p.text[start:p.next])
	p.next++
	set, ok := propertySet(name)
	if !ok {
		p.failf(at, "the property %q is unknown or not supported", name)
	}
	if negated {
		return set.invert()
	}
	return set
}

// propertySet returns the characters of a property, such as L, gc=Lu, sc=Grek or
// White_Space.
func propertySet(name string) (set runeSet, ok bool) {
	property, value, hasValue := strings.Cut(name, "=")
	if !hasValue {
		if set, ok = categorySet(name); ok {
			return set, true
		}
		return binarySet(name)
	}
	switch property {
	case "General_Category", "gc":
		return categorySet(value)
	case "Script", "sc":
		return scriptSet(value)
	case "Script_Extensions", "scx":
		return extendedScriptSet(value)
	}
	return nil, false
}

// categorySet returns the characters of a General_Category.
func categorySet(name string) (set runeSet, ok bool) {
	if short, ok := unicode.CategoryAliases[name]; ok {
		name = short
	}
	switch name {
	case "Cs": // texts cannot contain surrogates, and Go's table of C has none either
		return surrogates, true
	case "C":
		return unionOf(tableSet(unicode.C), categoriesSet("Cn"), surrogates), true
	}
	if table, ok := unicode.Categories[name]; ok {
		return tableSet(table), true
	}
	return nil, false
}

// categoriesSet returns the characters of several categories.
func categoriesSet(names ...string) runeSet {
	var sets []runeSet
	for _, name := range names {
		sets = append(sets, tableSet(unicode.Categories[name]))
	}
	return unionOf(sets...)
}

// scriptName returns the name of a script in package unicode.
func scriptName(name string) (string, bool) {
	if long, ok := scriptCodes[name]; ok {
		return long, true
	}
	_, ok := unicode.Scripts[name]
	return name, ok
}

// scriptSet returns the characters whose property Script has a value.
func scriptSet(name string) (set runeSet, ok bool) {
	if name == "Unknown" || name == "Zzzz" {
		return unknownScript(), true
	}
	if name, ok = scriptName(name); !ok {
		return nil, false
	}
	return tableSet(unicode.Scripts[name]), true
}

// unknownScript returns the characters that have no script.
var unknownScript = sync.OnceValue(func() runeSet {
	var sets []runeSet
	for _, table := range unicode.Scripts {
		sets = append(sets, tableSet(table))
	}
	return unionOf(sets...).invert()
})

// extendedScriptSet returns the characters whose property Script_Extensions has a
// value.
func extendedScriptSet(name string) (set runeSet, ok bool) {
	if set, ok = scriptSet(name); !ok {
		return nil, false
	}
	long, _ := scriptName(name)
	var others, members runeSet
	for _, e := range scriptExtensions {
		others = append(others, e.characters)
		for code := range strings.SplitSeq(e.scripts, " ") {
			if scriptCodes[code] == long {
				members = append(members, e.characters)
			}
		}
	}
	return unionOf(set.without(others), members), true
}

// binarySet returns the characters that have a binary property.
func binarySet(name string) (set runeSet, ok bool) {
	if long, ok := binaryAliases[name]; ok {
		name = long
	}
	if derive, ok := derivedProperties()[name]; ok {
		return derive(), true
	}
	if set, ok = emojiProperties[name]; ok {
		return set, true
	}
	if binaryTables[name] {
		return tableSet(unicode.Properties[name]), true
	}
	return nil, false
}

// binaryTables are the properties of ECMA-262, table 69, that package unicode has.
var binaryTables = nameSet(`ASCII_Hex_Digit Bidi_Control Dash Deprecated Diacritic Extender Hex_Digit
	IDS_Binary_Operator IDS_Trinary_Operator Ideographic Join_Control Logical_Order_Exception
	Noncharacter_Code_Point Pattern_Syntax Pattern_White_Space Quotation_Mark Radical Regional_Indicator
	Sentence_Terminal Soft_Dotted Terminal_Punctuation Unified_Ideograph Variation_Selector White_Space`)

func nameSet(names string) map[string]bool {
	set := make(map[string]bool)
	for name := range strings.FieldsSeq(names) {
		set[name] = true
	}
	return set
}

// binaryAliases are the short names of ECMA-262, table 69.
var binaryAliases = map[string]string{
	"AHex": "ASCII_Hex_Digit", "Alpha": "Alphabetic", "Bidi_C": "Bidi_Control", "CI": "Case_Ignorable",
	"DI": "Default_Ignorable_Code_Point", "Dep": "Deprecated", "Dia": "Diacritic", "EBase": "Emoji_Modifier_Base",
	"EComp": "Emoji_Component", "EMod": "Emoji_Modifier", "EPres": "Emoji_Presentation", "Ext": "Extender",
	"ExtPict": "Extended_Pictographic", "Gr_Base": "Grapheme_Base", "Gr_Ext": "Grapheme_Extend", "Hex": "Hex_Digit",
	"IDC": "ID_Continue", "IDS": "ID_Start", "IDSB": "IDS_Binary_Operator", "IDST": "IDS_Trinary_Operator",
	"Ideo": "Ideographic", "Join_C": "Join_Control", "LOE": "Logical_Order_Exception", "Lower": "Lowercase",
	"NChar": "Noncharacter_Code_Point", "Pat_Syn": "Pattern_Syntax", "Pat_WS": "Pattern_White_Space",
	"QMark": "Quotation_Mark", "RI": "Regional_Indicator", "SD": "Soft_Dotted", "STerm": "Sentence_Terminal",
	"Term": "Terminal_Punctuation", "UIdeo": "Unified_Ideograph", "Upper": "Uppercase", "VS": "Variation_Selector",
	"XIDC": "XID_Continue", "XIDS": "XID_Start", "space": "White_Space",
}

// derivedProperties returns the properties that Unicode Standard Annex #44 derives from
// others (DerivedCoreProperties.txt).
func derivedProperties() map[string]func() runeSet {
	return map[string]func() runeSet{
		"Any":                          func() runeSet { return allRunes },
		"ASCII":                        func() runeSet { return runeSet{{0, unicode.MaxASCII}} },
		"Assigned":                     func() runeSet { return categoriesSet("Cn").invert() },
		"Alphabetic":                   alphabetic,
		"Lowercase":                    lowercase,
		"Uppercase":                    uppercase,
		"Cased":                        func() runeSet { return unionOf(lowercase(), uppercase(), categoriesSet("Lt")) },
		"Case_Ignorable":               caseIgnorable,
		"Math":                         func() runeSet { return unionOf(categoriesSet("Sm"), propertyTable("Other_Math")) },
		"ID_Start":                     idStart,
		"ID_Continue":                  idContinue,
		"XID_Start":                    func() runeSet { return idStart().without(notXIDStart) },
		"XID_Continue":                 func() runeSet { return idContinue().without(notXIDContinue) },
		"Default_Ignorable_Code_Point": defaultIgnorable,
		"Grapheme_Extend":              graphemeExtend,
		"Grapheme_Base":                graphemeBase,
	}
}

func propertyTable(name string) runeSet { return tableSet(unicode.Properties[name]) }

func lowercase() runeSet { return unionOf(categoriesSet("Ll"), propertyTable("Other_Lowercase")) }

func uppercase() runeSet { return unionOf(categoriesSet("Lu"), propertyTable("Other_Uppercase")) }

func alphabetic() runeSet {
	return unionOf(categoriesSet("L", "Nl"), propertyTable("Other_Alphabetic"), lowercase(), uppercase())
}

var idStart = sync.OnceValue(func() runeSet {
	return unionOf(categoriesSet("L", "Nl"), propertyTable("Other_ID_Start")).
		without(unionOf(propertyTable("Pattern_Syntax"), propertyTable("Pattern_White_Space")))
})

var idContinue = sync.OnceValue(func() runeSet {
	return unionOf(idStart(), categoriesSet("Mn", "Mc", "Nd", "Pc"), propertyTable("Other_ID_Continue")).
		without(unionOf(propertyTable("Pattern_Syntax"), propertyTable("Pattern_White_Space")))
})

// The characters whose compatibility decomposition is not an identifier (Unicode Standard Annex
// #31, section 5.1).
var (
	notXIDContinue = runeSet{{0x037A, 0x037A}, {0x309B, 0x309C}, {0xFC5E, 0xFC63}, {0xFDFA, 0xFDFB}, {0xFE70, 0xFE70},
		{0xFE72, 0xFE72}, {0xFE74, 0xFE74}, {0xFE76, 0xFE76}, {0xFE78, 0xFE78}, {0xFE7A, 0xFE7A}, {0xFE7C, 0xFE7C}, {0xFE7E, 0xFE7E}}
	notXIDStart = unionOf(notXIDContinue, runeSet{{0x0E33, 0x0E33}, {0x0EB3, 0x0EB3}, {0xFF9E, 0xFF9F}})
)

// midWord are the characters of the values MidLetter, MidNumLet and Single_Quote of
// Word_Break.
var midWord = runeSet{{'\'', '\''}, {'.', '.'}, {':', ':'}, {0xB7, 0xB7}, {0x387, 0x387}, {0x55F, 0x55F}, {0x5F4, 0x5F4},
	{0x2018, 0x2019}, {0x2024, 0x2024}, {0x2027, 0x2027}, {0xFE13, 0xFE13}, {0xFE52, 0xFE52}, {0xFE55, 0xFE55},
	{0xFF07, 0xFF07}, {0xFF0E, 0xFF0E}, {0xFF1A, 0xFF1A}}

func caseIgnorable() runeSet { return unionOf(categoriesSet("Mn", "Me", "Cf", "Lm", "Sk"), midWord) }

func defaultIgnorable() runeSet {
	visible := unionOf(propertyTable("White_Space"), propertyTable("Prepended_Concatenation_Mark"),
		runeSet{{0xFFF9, 0xFFFB}, {0x13430, 0x13440}})
	return unionOf(propertyTable("Other_Default_Ignorable_Code_Point"), categoriesSet("Cf"), propertyTable("Variation_Selector")).without(visible)
}

func graphemeExtend() runeSet {
	return unionOf(categoriesSet("Me", "Mn"), propertyTable("Other_Grapheme_Extend"))
}

func graphemeBase() runeSet {
	return unionOf(categoriesSet("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"), graphemeExtend()).invert()
}
