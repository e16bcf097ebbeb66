# Every target works on a fresh clone; `make` alone lists them.
SPECTRAL := @stoplight/spectral-cli@6.16.3
REDOCLY  := @redocly/cli@2.77.0
ACTIONS  := @action-validator/cli@0.6.0
GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
FUZZTIME ?= 1m
# The npm package in the suite's own repository; the one of the same name in the registry ends with draft 4.
SUITE    ?= github:json-schema-org/JSON-Schema-Test-Suite\#44401e0c046704b476ec9d2e2fccdaee618f259d

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build the command into ./dist
	go build -trimpath -o dist/apicontract ./cmd/apicontract

test: ## run the tests
	go test ./...

race: ## run the tests under the race detector
	go test -race ./...

generate: ## write the generated code again from openapi.yaml
	go generate ./...

check: format vet generated ## what CI checks beside the tests

format: ## fail if gofmt would change a file
	@test -z "$$(gofmt -l . | tee /dev/stderr)"

vet: ## run go vet on every module
	go vet ./...
	cd bench && go vet ./...
	cd internal/render/htmlpage/browsertest && go vet ./...

generated: generate ## fail if the generated code is not current
	git diff --exit-code -- api internal/builtin

lint: lint-go lint-openapi lint-action ## run the linters (the first run fetches them)

lint-go: ## run golangci-lint
	go run $(GOLANGCI) run ./...

lint-openapi: ## run Spectral and Redocly on the document (needs npx)
	npx --yes $(SPECTRAL) lint --fail-severity hint --ruleset .spectral.yaml openapi.yaml
	npx --yes $(REDOCLY) lint --config .redocly.yaml openapi.yaml

lint-action: ## check action.yml against the schema of actions (needs npx)
	npx --yes $(ACTIONS) action.yml

conformance: ## run the JSON Schema Test Suite (needs npm and git; SUITE=FOLDER takes a copy)
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
	npm pack --loglevel error --pack-destination "$$dir" '$(SUITE)' >/dev/null && tar -xzf "$$dir"/*.tgz -C "$$dir" && \
	APICONTRACT_SUITE="$$dir/package" go test -count 1 -v -run 'TestSuite|TestConformance' ./internal/schemaengine

clients: build ## run curl, got and TypeScript against the mock, and four TypeScript generators (needs npm)
	cd examples/clients && npm ci --no-audit --no-fund
	cd examples/clients && APICONTRACT=$(CURDIR)/dist/apicontract npm test
	cd examples/clients/generators && npm ci --no-audit --no-fund && npm test

browser: ## open the HTML report in a browser (needs npm and Chromium)
	cd internal/render/htmlpage/browsertest && npm ci --no-audit --no-fund && go test -count 1 ./...

golden: ## write the golden files again: read the difference before committing
	go test ./internal/render ./internal/cli -update

fuzz: ## fuzz each target for FUZZTIME
	@set -e; for target in $(FUZZ); do \
		echo "== $$target"; \
		go test -run '^$$' -fuzz "^$${target#*:}$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 2s ./$${target%:*}; \
	done

# All there are, as folder:name.
FUZZ = $(shell grep -ro '^func Fuzz[A-Za-z]*' --include='*_test.go' . | sed 's|^\./\(.*\)/[^/]*:func |\1:|')

bench: ## run the benchmarks, ready for benchstat
	go test -run '^$$' -bench . -benchmem ./...

snapshot: ## build archives and packages of all platforms into ./dist (needs goreleaser and cyclonedx-gomod)
	goreleaser release --snapshot --clean

.PHONY: help build test race generate check format vet generated lint lint-go lint-openapi lint-action conformance clients browser golden fuzz bench snapshot
.DEFAULT_GOAL := help
