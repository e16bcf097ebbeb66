package webhook

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/apicontract/apicontract/api"
)

// An Event is a verified delivery.
type Event struct {
	// ID is the same for every delivery of the event: the header Heygen-Event-Id,
	// or event_id of the body. It is empty if the delivery has neither.
	ID string
	// Type is one of the constants of package api, or a newer one.
	Type api.WebhookEventType
	// Data is event_data, a JSON object. [DataOf] decodes it.
	Data json.RawMessage
	// SentAt is when the delivery was sent, by the header Heygen-Timestamp; it is
	// not signed. It is zero for deliveries of the old scheme.
	SentAt time.Time
	// CreatedAt is when the event happened, which is signed. It is zero if the body has no such
	// time, or not in the form of RFC 3339.
	CreatedAt time.Time
}

// VideoRendered is the data of avatar_video.success.
type VideoRendered struct {
	VideoID           string  `json:"video_id"`
	URL               string  `json:"url"` // the finished video
	CallbackID        *string `json:"callback_id,omitempty"`
	GIFDownloadURL    *string `json:"gif_download_url,omitempty"`
	VideoPageURL      *string `json:"video_page_url,omitempty"`
	VideoSharePageURL *string `json:"video_share_page_url,omitempty"`
	FolderID          *string `json:"folder_id,omitempty"`
	CallbackURL       *string `json:"callback_url,omitempty"` // seen for endpoints of the v1 API only
}

// VideoFailed is the data of avatar_video.fail.
type VideoFailed struct {
	VideoID    string  `json:"video_id"`
	Message    string  `json:"msg"` // why it failed, for people
	CallbackID *string `json:"callback_id,omitempty"`
}

// VideoTranslated is the data of video_translate.success.
type VideoTranslated struct {
	VideoTranslationID string  `json:"video_translate_id"`
	URL                string  `json:"url"` // the finished video
	CallbackID         *string `json:"callback_id,omitempty"`
	OutputLanguage     string  `json:"output_language"`
}

// VideoTranslationFailed is the data of video_translate.fail.
type VideoTranslationFailed struct {
	VideoTranslationID string  `json:"video_translate_id"`
	Message            string  `json:"message"` // why it failed, for people
	CallbackID         *string `json:"callback_id,omitempty"`
	OutputLanguage     string  `json:"output_language"`
}

// VideoPersonalized is the data of personalized_video.
type VideoPersonalized struct {
	ProjectID string `json:"project_id"`
	VideoID   string `json:"video_id"`
	VideoURL  string `json:"video_url"`
}

// Callback is the known part of the data of ai_clipping.success, ai_clipping.fail,
// filler_word_removal.success and filler_word_removal.fail.
type Callback struct {
	CallbackID *string `json:"callback_id,omitempty"`
}

// DataOf decodes the data of an event into a T, such as [VideoRendered]. Members that T lacks are
// ignored, and those that the data lacks stay empty, because the members of most events are not
// documented. The error names the event and quotes nothing of it.
//
//	video, err := webhook.DataOf[webhook.VideoRendered](event)
func DataOf[T any](event *Event) (T, error) {
	var data T
	if err := json.Unmarshal(event.Data, &data); err != nil {
		return data, fmt.Errorf("webhook: the data of %q is not a %T", event.Type, data)
	}
	return data, nil
}
