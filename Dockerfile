# A static binary in an otherwise empty image:
#
#   docker build -t apicontract .
#   docker run --rm -v "$PWD:/work:ro" apicontract check 'captures/**/*.har'
#   docker run --rm -p 4010:4010 apicontract mock --addr 0.0.0.0:4010
FROM golang:1.26 AS build
WORKDIR /source
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /apicontract ./cmd/apicontract

FROM scratch
LABEL org.opencontainers.image.title=apicontract \
      org.opencontainers.image.description="Checks that an API's responses match its published contract, error codes included" \
      org.opencontainers.image.licenses=Apache-2.0
COPY --from=build /apicontract /apicontract
COPY LICENSE /LICENSE
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/apicontract"]
