#!/usr/bin/env bash
# What curl gets from `apicontract mock`, one line a case. A case that ends
# otherwise than it should is shown whole, and then the script fails. It needs
# bash, curl and the command: the one that `make build` made, or $APICONTRACT.
set -euo pipefail
cd "$(dirname "$0")"

tool=${APICONTRACT:-../../dist/apicontract}
if ! [[ -x $tool ]]; then
	echo "curl.sh: there is no $tool; run make build first" >&2
	exit 2
fi
work=$(mktemp -d)
mock='' failed=0
trap '[[ -z $mock ]] || kill "$mock"; rm -rf "$work"' EXIT

# start OPTION… starts a mock on a free port: the first line it prints is where.
start() {
	rm -f "$work/address" && mkfifo "$work/address"
	"$tool" mock --addr 127.0.0.1:0 --quiet "$@" >"$work/address" &
	mock=$!
	read -r url <"$work/address"
}

# stop ends the mock, which then finishes its recording.
stop() {
	kill "$mock" && wait "$mock"
	mock=''
}

key='X-Api-Key: example-key-not-a-secret'
json='Content-Type: application/json'

# show NAME ARGUMENT… sends what the arguments say and keeps header and body; the
# exit code is curl's, so that a broken connection can be told from an answer.
show() {
	name=$1 code=0
	shift
	curl -sS -i -m 20 --noproxy '*' "$@" >"$work/answer" 2>&1 || code=$?
	echo "curl: exit $code" >>"$work/answer"
}

# holds TEXT… wants each text somewhere in what was kept; one that begins with an
# exclamation mark, nowhere.
holds() {
	local text
	for text; do
		case $text in
		!*) grep -qiF -- "${text#!}" "$work/answer" || continue ;;
		*) ! grep -qiF -- "$text" "$work/answer" || continue ;;
		esac
		printf 'FAIL  %s: wanted "%s" in\n' "$name" "$text"
		sed 's/^/      /' "$work/answer"
		failed=1
		return 0
	done
	echo "ok    $name"
}

# checks NAME EXIT FILE TEXT… has apicontract check check a recording.
checks() {
	name=$1
	local want=$2 file=$3 code=0
	"$tool" check "$file" >"$work/answer" 2>&1 || code=$?
	echo "exit $code" >>"$work/answer"
	holds "exit $want" "${@:4}"
}

start --record "$work/served.har"
video=$url/v3/videos/vd_mine

show 'a success: the id asked for is the id returned' -H "$key" "$video"
holds 'HTTP/1.1 200' '"id":"vd_mine"'
show 'Prefer: error=video_not_found' -H 'Prefer: error=video_not_found' "$video"
holds 'HTTP/1.1 404' '"code":"video_not_found"' 'error-codes#video-not-found' 'Preference-Applied: error=video_not_found'
show 'Prefer: error=… with a wait' -H 'Prefer: error=rate_limit_exceeded' "$video"
holds 'HTTP/1.1 429' 'Retry-After: 1' '"code":"rate_limit_exceeded"'
show 'Prefer: code=404' -H 'Prefer: code=404' "$video"
holds 'HTTP/1.1 404' '"error":{"code":"' 'Preference-Applied: code=404'
show 'Prefer: example=avatar_not_found' -H 'Prefer: example=avatar_not_found' "$video"
holds 'HTTP/1.1 404' '"code":"avatar_not_found"'
show 'Prefer: dynamic=true' -H "$key" -H 'Prefer: dynamic=true' "$video"
holds 'HTTP/1.1 200' '"id":"vd_mine"' 'Preference-Applied: dynamic=true'
show 'a wrong parameter is named' -H "$key" "$url/v3/videos?limit=0"
holds 'HTTP/1.1 400' '"code":"invalid_parameter"' '"param":"limit"'
show 'a wrong field is named' -H "$key" -H "$json" -d '{"type":"avatar"}' "$url/v3/videos"
holds 'HTTP/1.1 400' '"code":"invalid_parameter"' '"param":"avatar_id"'
show 'no key' "$video"
holds 'HTTP/1.1 401' '"code":"unauthorized"' 'WWW-Authenticate: Bearer'

order='{"type":"avatar","avatar_id":"lk_1","script":"Hello.","output_format"'
create=(-H "$key" -H "$json" "$url/v3/videos")
show 'Idempotency-Key: the first request' -H 'Idempotency-Key: order-1' -d "$order:\"mp4\"}" "${create[@]}"
holds 'HTTP/1.1 200' '"output_format":"mp4"'
show 'Idempotency-Key: replayed, though the body differs' -H 'Idempotency-Key: order-1' -d "$order:\"webm\"}" "${create[@]}"
holds 'HTTP/1.1 200' '"output_format":"mp4"'
show 'Idempotency-Key: another key, another video' -H 'Idempotency-Key: order-2' -d "$order:\"webm\"}" "${create[@]}"
holds 'HTTP/1.1 200' '"output_format":"webm"'
# Of two at once, either may be the first.
show 'Idempotency-Key: of two at once one has to wait' --parallel --parallel-immediate --no-progress-meter \
	-H 'Idempotency-Key: order-3' -H 'Prefer: delay=1' -d "$order:\"mp4\"}" "${create[@]}" "$url/v3/videos"
holds 'HTTP/1.1 200' 'HTTP/1.1 409' '"code":"request_in_progress"'

stop
checks 'check: what was recorded conforms' 0 "$work/served.har" '14 entries = 14 checked + 0 skipped' 'no findings'
name='the recording holds no key'
cp "$work/served.har" "$work/answer"
holds '"value":"REDACTED"' '!example-key-not-a-secret'

start --record "$work/drift.har" --rate-limit 1/3s
video=$url/v3/videos/vd_mine

show 'within the rate limit' -H "$key" "$video"
holds 'HTTP/1.1 200'
show 'beyond it' -H "$key" "$video"
holds 'HTTP/1.1 429' '"code":"rate_limit_exceeded"' 'Retry-After: '
sleep "$(sed -n 's/^Retry-After: \([0-9]*\).*/\1/p' "$work/answer")"
show 'after as many seconds as Retry-After says' -H "$key" "$video"
holds 'HTTP/1.1 200'

show 'a path that is not there' -H 'X-Api-Key: unknown' "$url/v3/nothing"
holds 'HTTP/1.1 404' '"code":"resource_not_found"'

# From here on each has a key of its own, and with it a limit of its own.
fault() { show "Prefer: fault=$1" -H "X-Api-Key: $1" -H "Prefer: fault=$1${2:+, error=$2}" "$video"; }
fault reset
holds 'curl: exit 56'
fault truncated
holds 'HTTP/1.1 200' 'curl: exit 18'
fault slow
holds 'HTTP/1.1 200' 'curl: exit 0'
fault content-type
holds 'HTTP/1.1 200' 'Content-Type: text/html'
fault html-502
holds 'HTTP/1.1 502' '<title>502 Bad Gateway</title>'
fault no-retry-after rate_limit_exceeded
holds 'HTTP/1.1 429' '"code":"rate_limit_exceeded"' '!Retry-After:'
fault v2-shape video_not_found
holds 'HTTP/1.1 404' '"data":null'

stop
checks 'check: what drifted is found' 1 "$work/drift.har" 'warning[operation-undocumented]' 'error[content-type-undocumented]' \
	'error[status-undocumented]' 'error[retry-after-missing]' 'error[envelope-missing]'
exit $failed
