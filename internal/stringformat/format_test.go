package stringformat

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCheck(t *testing.T) {
	for _, c := range []struct{ format, value, want, reason string }{
		{"date", "2024-02-29", "", "a leap year"},
		{"date", "2000-02-29", "", "a year divisible by 400"},
		{"date", "1900-02-29", "29 February exists only in leap years", "a year divisible by 100"},
		{"date", "2021-02-30", "30 February does not exist", "never"},
		{"date", "2021-04-31", "31 April does not exist", "a month of 30 days"},
		{"date", "2021-13-01", "month 13 does not exist", "months end at 12"},
		{"date", "2021-00-01", "month 0 does not exist", "months begin at 1"},
		{"date", "20210218", dateForm, "the basic format of ISO 8601"},
		{"date", "2021-2-18", dateForm, "no padding"},
		{"date", "2021-02-18T00:00:00Z", dateForm, "a date-time"},
		{"date", "2021-02-1৪", dateForm, "digits that are not ASCII"},

		{"date-time", "2021-02-18T12:02:16.490000000Z", "", "any number of digits in a fraction"},
		{"date-time", "2021-02-18t12:02:16z", "", "lower case"},
		{"date-time", "2019-12-11T05:43:40+05:30", "", "an offset"},
		{"date-time", "2016-12-31T23:59:60Z", "", "a leap second"},
		{"date-time", "1998-12-31T15:59:60.123-08:00", "", "a leap second elsewhere"},
		{"date-time", "2016-12-31T22:59:60Z", "second 60 exists only at 23:59 UTC", "not the end of a day"},
		{"date-time", "2021-02-18T12:02:16", "it has no time zone offset", "RFC 3339 requires one"},
		{"date-time", "2021-02-18T12:02:16.49", "it has no time zone offset", "also behind a fraction"},
		{"date-time", "2019-12-11T05:43:40+0530", "its time zone offset is neither Z nor of the form +hh:mm or -hh:mm", "no colon"},
		{"date-time", "2021-02-18T12:02:16+24:00", "its time zone offset is not between -23:59 and +23:59", "too far"},
		{"date-time", "2021-02-18 12:02:16Z", "it has no T between date and time", "a space"},
		{"date-time", "2021-02-18", "it has a date, but no time", "a date"},
		{"date-time", "yesterday", "it does not begin with a date of the form YYYY-MM-DD and a time", "a word"},
		{"date-time", "18 February 2021", "it does not begin with a date of the form YYYY-MM-DD", "a long word"},
		{"date-time", "2021-02-18T24:00:00Z", "hour 24 does not exist", "only ISO 8601 has it"},
		{"date-time", "2021-02-18T12:60:00Z", "minute 60 does not exist", "minutes end at 59"},
		{"date-time", "2021-02-18T12:02:61Z", "second 61 does not exist", "there is one leap second at most"},
		{"date-time", "2021-02-18T12:02:16,5Z", "the fraction of its seconds begins with a comma instead of a point", "only ISO 8601 has it"},
		{"date-time", "2021-02-18T12:02:16.Z", "the fraction of its seconds has no digits", "a point alone"},
		{"date-time", "2021-02-18T12:02Z", timeForm, "no seconds"},

		{"time", "10:15:30Z", "", "full-time"},
		{"time", "01:29:60+01:30", "", "a leap second elsewhere"},
		{"time", "10:15:30", "it has no time zone offset", "partial-time"},

		{"duration", "P1Y2M3DT4H5M6S", "", "all elements"},
		{"duration", "P2W", "", "weeks"},
		{"duration", "p1dt2h", "", "letters of a grammar of RFC 5234 have no case"},
		{"duration", "P", "it has no elements after P", "nothing"},
		{"duration", "P1DT", "it has no elements after T", "nothing behind T"},
		{"duration", "P1D2H", "its elements are not years, months and days", "hours need T"},
		{"duration", "PT1D", "its elements are not hours, minutes and seconds behind a T", "days stand before T"},
		{"duration", "P2D1Y", "its elements are not in order, or one between them is missing", "order"},
		{"duration", "PT1H2S", "its elements are not in order, or one between them is missing", "the grammar wants minutes"},
		{"duration", "P1Y2W", "weeks are not a single whole number before W", "weeks stand alone"},
		{"duration", "PT0.5S", "it has something else than whole numbers with units", "fractions"},
		{"duration", "PT1ſ", "it has something else than whole numbers with units", "a letter whose upper case is S"},
		{"duration", "1D", "it does not begin with P", "no P"},

		{"uuid", "6BA7B810-9DAD-11D1-80B4-00C04FD430C8", "", "upper case"},
		{"uuid", "6ba7b8109dad11d180b400c04fd430c8", "it is not 32 hexadecimal digits in groups of 8-4-4-4-12", "no hyphens"},
		{"uuid", "6ba7b810-9dad-11d1-80b4-00c04fd430cg", "it is not 32 hexadecimal digits in groups of 8-4-4-4-12", "no digit"},
		{"uuid", "6ba7b8109-dad-11d1-80b4-00c04fd430c8", "it is not 32 hexadecimal digits in groups of 8-4-4-4-12", "other groups"},

		{"ipv4", "192.0.2.1", "", "an address"},
		{"ipv4", "192.0.02.1", "it is not four numbers from 0 to 255, without leading zeros, between points", "a leading zero"},
		{"ipv4", "1.2.3.400", "it is not four numbers from 0 to 255, without leading zeros, between points", "too large"},
		{"ipv4", "::1", "it is not four numbers from 0 to 255, without leading zeros, between points", "IPv6"},
		{"ipv6", "::ffff:192.0.2.1", "", "with an IPv4 address"},
		{"ipv6", "fe80::1%eth0", "it has a zone", "zones are no part of an address"},
		{"ipv6", "192.0.2.1", "it is an IPv4 address", "IPv4"},
		{"ipv6", "1::2::3", "it is not an IPv6 address", "two gaps"},

		{"email", "a@b", "", "a domain of one label"},
		{"email", `"joe @ bloggs"@example.com`, "", "a quoted local part"},
		{"email", "joe@[IPv6:::1]", "", "an address literal"},
		{"email", "joe@[192.0.2.1]", "", "an IPv4 address literal"},
		{"email", "nope", "it has no @", "a word"},
		{"email", "@example.com", "it has nothing before the @", "no local part"},
		{"email", "a..b@example.com", "before the @, it has a point at an end or two points in a row", "points"},
		{"email", "a b@example.com", "it has a character before the @ that is allowed only in quotes, or not at all", "a space"},
		{"email", `"a"b"@example.com`, "the quotes before its @ are not closed, or hold characters that must be escaped or are not ASCII", "quotes in quotes"},
		{"email", "a@b_c.com", "behind its @, the name has a character that is not an ASCII letter, a digit, a hyphen or a point", "a domain"},
		{"email", "a@", "behind its @, the name is empty", "no domain"},
		{"email", "a@[1.2.3.400]", "the address in brackets behind its @ is neither an IPv4 address nor IPv6: and an IPv6 address", "a literal"},
		{"email", strings.Repeat("a", 65) + "@b", "it has more than 64 characters before the @", "the limit of RFC 5321"},

		{"hostname", "1host.example", "", "a label may begin with a digit"},
		{"hostname", "xn--9n2bp8q.xn--9t4b11yi5a", "", "A-labels"},
		{"hostname", "a..b", "the name has an empty label: a point at an end or two points in a row", "an empty label"},
		{"hostname", "example.", "the name has an empty label: a point at an end or two points in a row", "a point at the end"},
		{"hostname", "a_b", "the name has a character that is not an ASCII letter, a digit, a hyphen or a point", "an underscore"},
		{"hostname", "-a", "the name has a label that begins or ends with a hyphen", "a hyphen"},
		{"hostname", strings.Repeat("a", 64), "the name has a label of more than 63 characters", "a long label"},
		{"hostname", strings.Repeat("a.", 127), "the name has more than 253 characters", "a long name"},
		{"hostname", "xn--X", "the name has a label with xn-- that is not a valid internationalized label: it is not Punycode", "no Punycode"},

		{"uri", "http://user:pw@[2001:db8::7]:80/a%20b?c=/?#d", "", "all parts"},
		{"uri", "urn:isbn:0451450523", "", "no authority"},
		{"uri", "http://[v1.fe:1]/", "", "IPvFuture"},
		{"uri", "/rel", "it has no scheme", "a relative reference"},
		{"uri", "1http://a", "its scheme is not a letter and then letters, digits, +, - and points", "a digit first"},
		{"uri", "http://[x", "its host has a bracket that is not closed", "a bracket"},
		{"uri", "http://[x]", "its host in brackets is not an IPv6 address", "no address"},
		{"uri", "http://[::1]x", "it has something else than a port behind the bracket of its host", "text behind"},
		{"uri", "http://a:b/", "its port is not a number", "a port"},
		{"uri", "http://a@b@c/", "its host has a character that must be percent-encoded", "two @"},
		{"uri", "http://a/%zz", "its path has a % without two hexadecimal digits", "a percent sign"},
		{"uri", "http://a/é", "its path has a character that must be percent-encoded", "not ASCII"},
		{"uri", "http://a/?q={x}", "its query has a character that must be percent-encoded", "braces"},
		{"uri", "http://a/#b#c", "its fragment has a character that must be percent-encoded", "two fragments"},
		{"uri-reference", "", "", "the same document"},
		{"uri-reference", "//a/b", "", "a network path"},
		{"uri-reference", "./a:b", "", "a colon behind a slash"},
		{"uri-reference", "1:b", "it has a colon before its first slash, but what is before the colon is not a scheme", "a colon in the first segment"},

		{"byte", "", "", "no octets"},
		{"byte", "YWI=", "", "with padding"},
		{"byte", "YWI", "it is not base64: its padding does not fill a group of four characters", "no padding"},
		{"byte", "YWI==", "it is not base64: its padding does not fill a group of four characters", "too much padding"},
		{"byte", "a", "it is not base64: its length is impossible", "six bits"},
		{"byte", "YW=I", "it is not base64: it has padding before its end", "padding inside"},
		{"byte", "_-8=", "it is not base64: it uses - or _, which only base64url has", "another alphabet"},
		{"byte", "YWJj\nYWJj", "it is not base64: it has a line break", "as in MIME"},
		{"byte", "###", "it is not base64: it has a character outside of the alphabet", "other characters"},
	} {
		problem, known := CheckText(c.format, c.value)
		assert.True(t, known, c.format)
		assert.Equal(t, c.want, problem, "%s %q: %s", c.format, c.value, c.reason)
	}
}

func TestCheckNumber(t *testing.T) {
	const (
		beyond32 = "it is not between -2147483648 and 2147483647"
		beyond64 = "it is not between -9223372036854775808 and 9223372036854775807"
		fraction = "it is not an integer"
	)
	for _, c := range []struct{ format, number, want, reason string }{
		{"int32", "2147483647", "", "the largest"},
		{"int32", "-2147483648", "", "the least"},
		{"int32", "2147483648", beyond32, "one more"},
		{"int32", "-2147483649", beyond32, "one less"},
		{"int32", "1e3", "", "an exponent"},
		{"int32", "1.0", "", "a fraction of zero"},
		{"int32", "1.50e1", "", "a fraction that the exponent removes"},
		{"int32", "1.5", fraction, "a fraction"},
		{"int32", "1e-1", fraction, "a negative exponent"},
		{"int32", "10e-1", "", "a negative exponent that zeros allow"},
		{"int32", "-0", "", "zero with a sign"},
		{"int32", "0e999999999999999999999", "", "zero with any exponent"},
		{"int64", "9223372036854775807", "", "the largest, beyond the precision of float64"},
		{"int64", "9223372036854775808", beyond64, "one more"},
		{"int64", "-9223372036854775808", "", "the least"},
		{"int64", "-9223372036854775809", beyond64, "one less"},
		{"int64", "9.223372036854775807e18", "", "the largest, with an exponent"},
		{"int64", "18446744073709551616", beyond64, "beyond uint64"},
		{"int64", "1e400", beyond64, "beyond float64"},
		{"int64", "1e999999999999999999999", beyond64, "an exponent beyond every integer"},
		{"int64", "1e-999999999999999999999", fraction, "the same, negative"},
		{"int64", strings.Repeat("9", 1<<20), beyond64, "a million digits"},
		{"int64", "01", "it is not a number", "a leading zero"},
		{"int64", "1.", "it is not a number", "a point alone"},
		{"int64", "1e+-1", "it is not a number", "two signs"},
	} {
		problem, known := CheckNumber(c.format, c.number)
		assert.True(t, known, c.format)
		assert.Equal(t, c.want, problem, "%s: %s", c.format, c.reason)
	}
}

func TestNames(t *testing.T) {
	assert.Equal(t, []string{"byte", "date", "date-time", "duration", "email", "hostname", "int32", "int64", "ipv4", "ipv6",
		"time", "uri", "uri-reference", "uuid"}, Names())
	for _, c := range []struct {
		format         string
		string, number bool
	}{{"made-up", false, false}, {"int64", false, true}, {"date", true, false}} {
		_, known := CheckText(c.format, "1")
		assert.Equal(t, c.string, known, c.format)
		_, known = CheckNumber(c.format, "1")
		assert.Equal(t, c.number, known, c.format)
	}
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"xn--ngba5hb2804a", `"a\"@[IPv6:::1]`, "2016-12-31T23:59:60Z", "-1.5e3", "http://[v1.a]:8/%41"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		for _, name := range Names() {
			_, _ = CheckText(name, value)
			_, _ = CheckNumber(name, value)
		}
	})
}
