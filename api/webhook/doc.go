// Package webhook verifies and decodes the deliveries that the HeyGen API sends to webhook
// endpoints.
//
// Create a [Verifier] with the secret that the API returned when the endpoint was created or its
// secret rotated. [Verifier.Verify] checks the signature of a delivery, its event and its age, and
// returns an [Event]; [Verifier.Handler] does the same for an HTTP server.
//
// Only the body is signed, with HMAC-SHA256, but not the time of the delivery and not the header
// with the ID. An attacker who has seen a delivery can therefore send it again with a new time.
// Handle each [Event].ID once, and look up the object of an event (GET /v3/videos/{video_id})
// before acting on it. The API also repeats a delivery, for up to 24 hours, until it gets a 2xx
// within 10 seconds.
//
// Deliveries to the callback_url of a single request are not signed, so a Verifier rejects them:
// compare their callback_id instead.
package webhook
