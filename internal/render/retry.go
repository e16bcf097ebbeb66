package render

import "github.com/apicontract/apicontract/validate"

// RetryClasses are the retry classes, from those that repeat to those that never do.
var RetryClasses = []validate.RetryClass{
	validate.RetryWait, validate.RetryPoll, validate.RetrySameKey, validate.RetryTransient,
	validate.RetryLater, validate.RetryAccount, validate.RetryChange,
}

// retryMeanings says what a client does after an error of each retry class.
var retryMeanings = map[validate.RetryClass]string{
	validate.RetryWait:      "repeat after the time in Retry-After; then wait longer each time",
	validate.RetryPoll:      "repeat when the resource is ready; until then, ask for its status",
	validate.RetrySameKey:   "repeat with the same Idempotency-Key when the first request has finished",
	validate.RetryTransient: "repeat with growing delays, if the request is idempotent or has an Idempotency-Key",
	validate.RetryLater:     "do not repeat automatically; the request may succeed later or in another way",
	validate.RetryAccount:   "do not repeat until a person has changed the key, the permissions, the plan or the credits",
	validate.RetryChange:    "do not repeat; only a different request can succeed",
}

// RetryMeaning says what a client does after an error of a retry class; empty if there is
// no such class.
func RetryMeaning(class validate.RetryClass) string { return retryMeanings[class] }
