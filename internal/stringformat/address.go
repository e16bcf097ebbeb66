package stringformat

import "net/netip"

// checkIPv4 checks dotted-quad of RFC 2673, section 3.2, without leading zeros.
func checkIPv4(s string) string {
	if address, err := netip.ParseAddr(s); err != nil || !address.Is4() {
		return "it is not four numbers from 0 to 255, without leading zeros, between points"
	}
	return ""
}

// checkIPv6 checks the text of RFC 4291, section 2.2. A zone is not part of it.
func checkIPv6(s string) string {
	switch address, err := netip.ParseAddr(s); {
	case err != nil:
		return "it is not an IPv6 address"
	case address.Is4():
		return "it is an IPv4 address"
	case address.Zone() != "":
		return "it has a zone"
	}
	return ""
}

// checkUUID checks UUID of RFC 4122, section 3.
func checkUUID(s string) string {
	const form = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh"
	if len(s) != len(form) {
		return "it is not 32 hexadecimal digits in groups of 8-4-4-4-12"
	}
	for i := range len(s) {
		if form[i] == '-' && s[i] != '-' || form[i] != '-' && !isHex(s[i]) {
			return "it is not 32 hexadecimal digits in groups of 8-4-4-4-12"
		}
	}
	return ""
}
