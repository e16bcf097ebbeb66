// Package webhook verifies and reads the deliveries that the HeyGen API sends to
// webhook endpoints.
//
// Make a [Verifier] with the secret that the API returned when the endpoint was
// created or its secret rotated. [Verifier.Verify] checks the signature of a delivery,
// its event and its age, and returns an [Event]; [Verifier.Handler] does the same for
// an HTTP server.
//
// What is signed is the body alone, with HMAC-SHA256: not the time of the delivery and
// not the header with the ID. Someone who has seen a delivery can therefore send it
// again with a new time. Handle each [Event].ID once, and look up what an event is
// about (GET /v3/videos/{video_id}) before acting on it. The API also repeats a
// delivery, for up to 24 hours, until it gets a 2xx within 10 seconds.
//
// Deliveries to the callback_url of a single request are not signed, so a Verifier
// refuses them: compare the callback_id that they carry.
package webhook
