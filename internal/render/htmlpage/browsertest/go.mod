module github.com/apicontract/apicontract/internal/render/htmlpage/browsertest

go 1.26.0

replace github.com/apicontract/apicontract => ../../../..

require (
	github.com/apicontract/apicontract v0.0.0
	github.com/chromedp/cdproto v0.160.1
	github.com/chromedp/chromedp v0.23.1
	github.com/stretchr/testify v1.12.1
)

require (
	github.com/bmatcuk/doublestar/v4 v4.10.4 // indirect
	github.com/go-json-experiment/json v1.27.2 // indirect
	github.com/kr/pretty v0.3.1 // indirect
	github.com/speakeasy-api/jsonpath v0.6.3 // indirect
	go.yaml.in/yaml/v3 v3.0.6 // indirect
	golang.org/x/text v0.40.0 // indirect
	gopkg.in/check.v1 v1.0.0-20201130134442-10cb98267c6c // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)
