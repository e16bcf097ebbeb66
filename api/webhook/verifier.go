package webhook

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/apicontract/apicontract/api"
)

// The headers of a delivery.
const (
	SignatureHeader = "Heygen-Signature" // HMAC-SHA256 of the body, in hexadecimal
	TimestampHeader = "Heygen-Timestamp" // when the delivery was sent, in Unix seconds
	EventIDHeader   = "Heygen-Event-Id"  // the same for every delivery of an event
)

// oldSignatureHeader is the header that endpoints of the v1 API get instead of the three above.
const oldSignatureHeader = "Signature"

// The errors of a [Verifier]. errors.Is finds them; their texts say more, and quote nothing of the
// delivery.
var (
	// ErrSignature: the signature is missing, or is not that of the body with the secret.
	ErrSignature = errors.New("webhook: wrong signature")
	// ErrEvent: the body is not an event, or its ID is not that of the header.
	ErrEvent = errors.New("webhook: not an event")
	// ErrAge: the delivery or the event is too old, or from the future.
	ErrAge = errors.New("webhook: too old, or from the future")
)

var errNoSecret = errors.New("webhook: a secret is missing or empty")

// The defaults of a Verifier.
const (
	defaultTolerance = 5 * time.Minute
	defaultMaxAge    = 25 * time.Hour
)

// A Verifier checks deliveries to one endpoint. Create it with [New]. It is safe for concurrent use
// as long as its fields are not changed.
type Verifier struct {
	// Tolerance is the largest difference between the time of a delivery and ours, in either
	// direction. 0 means 5 minutes, and less than 0 no limit.
	Tolerance time.Duration

	// MaxAge is the largest age of an event whose body says when it happened. The API repeats a
	// delivery for up to 24 hours. 0 means 25 hours, and less than 0 no limit.
	MaxAge time.Duration

	// AllowOld also accepts deliveries to endpoints of the v1 API, which have their signature in
	// the header Signature and have no time.
	AllowOld bool

	// Now returns the time. nil means time.Now.
	Now func() time.Time

	secrets [][]byte
}

// New returns a Verifier for an endpoint's secret, as the API returned it. While a secret is being
// rotated, pass the old one, too. No secret, or an empty one, is an error, because anyone could
// sign with it.
func New(secrets ...string) (*Verifier, error) {
	v := &Verifier{}
	for _, secret := range secrets {
		if secret == "" {
			return nil, errNoSecret
		}
		v.secrets = append(v.secrets, []byte(secret))
	}
	if len(v.secrets) == 0 {
		return nil, errNoSecret
	}
	return v, nil
}

// Verify checks a delivery by its headers and its raw body, and returns its event. It checks the
// signature first, so that it decodes only signed data. The error is one of [ErrSignature],
// [ErrEvent] and [ErrAge].
func (v *Verifier) Verify(header http.Header, body []byte) (*Event, error) {
	isOld, err := v.checkSignature(header, body)
	if err != nil {
		return nil, err
	}
	event, err := readEvent(header, body)
	if err != nil {
		return nil, err
	}
	if err := v.checkAge(event, header, isOld); err != nil {
		return nil, err
	}
	return event, nil
}

// checkSignature returns an error for a wrong signature. It also reports whether the signature has
// the old scheme.
func (v *Verifier) checkSignature(header http.Header, body []byte) (isOld bool, err error) {
	values := header.Values(SignatureHeader)
	if len(values) == 0 && v.AllowOld {
		values, isOld = header.Values(oldSignatureHeader), true
	}
	if len(values) != 1 {
		return false, fmt.Errorf("%w: want one header, have %d", ErrSignature, len(values))
	}
	signature, err := hex.DecodeString(values[0])
	if err != nil || len(signature) != sha256.Size {
		return false, fmt.Errorf("%w: it is not %d hexadecimal digits", ErrSignature, 2*sha256.Size)
	}
	for _, secret := range v.secrets {
		if hmac.Equal(signature, sign(secret, body)) {
			return isOld, nil
		}
	}
	return false, fmt.Errorf("%w: it is not that of the body with the secret", ErrSignature)
}

func sign(secret, body []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write(body)
	return mac.Sum(nil)
}

// Sign returns the value of the header Heygen-Signature for a body, for tests and for
// servers that send deliveries as the API would.
func Sign(secret string, body []byte) string { return hex.EncodeToString(sign([]byte(secret), body)) }

// readEvent decodes a body with a valid signature.
func readEvent(header http.Header, body []byte) (*Event, error) {
	var delivery struct {
		Type      string          `json:"event_type"`
		Data      json.RawMessage `json:"event_data"`
		ID        string          `json:"event_id"`
		CreatedAt string          `json:"created_at"`
	}
	if err := json.Unmarshal(body, &delivery); err != nil {
		return nil, fmt.Errorf("%w: the body is not JSON as documented", ErrEvent)
	}
	if delivery.Type == "" || !bytes.HasPrefix(delivery.Data, []byte("{")) {
		return nil, fmt.Errorf("%w: event_type or event_data is missing", ErrEvent)
	}
	event := &Event{ID: header.Get(EventIDHeader), Type: api.WebhookEventType(delivery.Type), Data: delivery.Data}
	switch {
	case event.ID == "":
		event.ID = delivery.ID
	case delivery.ID != "" && delivery.ID != event.ID:
		return nil, fmt.Errorf("%w: the ID in the header is not that in the body", ErrEvent)
	}
	event.CreatedAt, _ = time.Parse(time.RFC3339, delivery.CreatedAt) // stays zero for other forms
	return event, nil
}

// checkAge checks when the delivery was sent, and when the event happened.
func (v *Verifier) checkAge(event *Event, header http.Header, isOld bool) error {
	now := time.Now()
	if v.Now != nil {
		now = v.Now()
	}
	tolerance, maxAge := limit(v.Tolerance, defaultTolerance), limit(v.MaxAge, defaultMaxAge)
	if !isOld {
		seconds, err := strconv.ParseInt(header.Get(TimestampHeader), 10, 64)
		if err != nil {
			return fmt.Errorf("%w: %s is not Unix seconds", ErrAge, TimestampHeader)
		}
		event.SentAt = time.Unix(seconds, 0)
		if away := now.Sub(event.SentAt).Abs(); away > tolerance {
			return fmt.Errorf("%w: it was sent at another time, by %s", ErrAge, away.Round(time.Second))
		}
	}
	if age := now.Sub(event.CreatedAt); !event.CreatedAt.IsZero() && (age > maxAge || -age > tolerance) {
		return fmt.Errorf("%w: the event is %s old", ErrAge, age.Round(time.Second))
	}
	return nil
}

// limit returns a duration, or the default if it is zero.
func limit(d, zero time.Duration) time.Duration {
	switch {
	case d < 0:
		return 1<<63 - 1
	case d == 0:
		return zero
	}
	return d
}
