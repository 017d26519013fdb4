#!/usr/bin/env bash
# Records what a registry answers, through buildx, about every kind of image: test/fixtures/registry/buildx-<version>/.
#   tags.json              case -> digest, of what is pushed here under $REPOSITORY:<case>
#   manifests/<hex>.json   the bytes of each index and manifest;  configs/<hex>.json   the configuration of the manifest
# Usage: record-registry.sh REGISTRY   with docker and buildx on the PATH, an engine with the containerd store and a registry that serves plain HTTP
set -euo pipefail
registry=$1 repository=$1/fixtures/images
here=$(cd "$(dirname "$0")/.." && pwd)
version=$(docker buildx version | sed 's/^[^ ]* v\?\([0-9.]*\).*/\1/')
out=$here/fixtures/registry/buildx-$version
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
rm -rf "$out"; mkdir -p "$out/manifests" "$out/configs"

printf 'FROM scratch\nCOPY Dockerfile /hello\n' > "$work/Dockerfile"
build() { local tag=$1; shift; docker buildx build -q --output "type=image,push=true${types:-}" -t "$repository:$tag" "$@" "$work" >/dev/null; }
raw() { docker buildx imagetools inspect --raw "$repository$1"; }
digest() { raw "$1" | sha256sum | sed 's/ .*//; s/^/sha256:/'; }
put() { curl -fsS -X PUT -H "Content-Type: $2" --data-binary "$3" "http://$registry/v2/fixtures/images/manifests/$1"; }
blob() { # uploads the text, prints its descriptor
  local sha; sha=sha256:$(printf %s "$2" | sha256sum | cut -d' ' -f1)
  local url; url=$(curl -fsS -D- -o /dev/null -X POST "http://$registry/v2/fixtures/images/blobs/uploads/" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
  curl -fsS -X PUT -H 'Content-Type: application/octet-stream' --data-binary "$2" "$url&digest=$sha"
  printf '{"mediaType":"%s","digest":"%s","size":%d}' "$1" "$sha" "${#2}"
}
manifest=application/vnd.oci.image.manifest.v1+json index=application/vnd.oci.image.index.v1+json

build attested --platform linux/amd64,linux/arm64,linux/arm/v7
types=,oci-artifact=true build attested-artifact --platform linux/amd64
build plain --platform linux/amd64,linux/arm64 --provenance=false
build single --platform linux/arm/v6 --provenance=false
types=,oci-mediatypes=true build oci-types --platform linux/amd64,linux/arm64 --provenance=false
build windows --platform windows/amd64 --provenance=false
docker buildx imagetools create -t "$repository:joined" "$repository:attested" "$repository:single" 2>/dev/null

descriptor() { jq -nc --arg d "$(digest ":$1")" --argjson s "$(raw ":$1" | wc -c)" --arg t "$2" '{mediaType:$t,digest:$d,size:$s}'; }
put no-platform $index "$(jq -nc --argjson a "$(descriptor single $manifest)" --arg t $index '{schemaVersion:2,mediaType:$t,manifests:[$a]}')"
put nested $index "$(jq -nc --argjson a "$(descriptor attested $index)" --argjson b "$(descriptor windows $manifest)" \
  '{schemaVersion:2,manifests:[$a,$b+{platform:{os:"windows",architecture:"amd64","os.version":"10.0.20348.2527"}}]}')"
config=$(blob application/vnd.cncf.helm.config.v1+json '{"name":"demo","version":"0.1.0","apiVersion":"v2"}')
chart=$(blob application/vnd.cncf.helm.chart.content.v1.tar+gzip 'not really a chart')
put chart $manifest "{\"schemaVersion\":2,\"config\":$config,\"layers\":[$chart]}"
empty=$(blob application/vnd.oci.empty.v1+json '{}')
put artifact $manifest "{\"schemaVersion\":2,\"mediaType\":\"$manifest\",\"artifactType\":\"application/vnd.example.report+json\",\"config\":$empty,\"layers\":[$empty]}"
signature=$(blob application/vnd.dev.cosign.simplesigning.v1+json '{"critical":{}}')
unsigned=$(blob application/vnd.oci.image.config.v1+json '{"architecture":"","os":"","config":{},"rootfs":{"type":"layers","diff_ids":[]}}')
put signature $manifest "{\"schemaVersion\":2,\"mediaType\":\"$manifest\",\"config\":$unsigned,\"layers\":[$signature]}"
# the registry takes an index only while its children are there
build doomed --platform linux/s390x --provenance=false
doomed=$(digest :doomed)
put missing-child $index "$(jq -nc --argjson a "$(descriptor single $manifest)" --argjson b "$(descriptor doomed $manifest)" --argjson c "$(descriptor artifact $manifest)" --arg t $index \
  '{schemaVersion:2,mediaType:$t,manifests:[$a+{platform:{os:"linux",architecture:"arm",variant:"v6"}},$b+{platform:{os:"linux",architecture:"s390x"}},$c+{artifactType:"application/vnd.example.report+json"}]}')"
curl -fsS -X DELETE "http://$registry/v2/fixtures/images/manifests/$doomed"

record() { # a manifest, what it points to, and the configuration where it has one
  local file=$out/manifests/${1#sha256:}.json child
  [ ! -e "$file" ] || return 0
  raw "@$1" > "$file" 2>/dev/null || { rm "$file"; return 0; }
  for child in $(jq -r '.manifests[]?.digest' "$file"); do record "$child"; done
  jq -e .config "$file" >/dev/null || return 0
  docker buildx imagetools inspect --format '{{json .Image}}' "$repository@$1" > "$out/configs/${1#sha256:}.json"
}
raw :nothere 2> "$out/not-found.txt" || true
tags=(attested attested-artifact plain single oci-types windows joined no-platform nested chart artifact signature missing-child)
for tag in "${tags[@]}"; do record "$(digest ":$tag")"; done
for tag in "${tags[@]}"; do printf '%s %s\n' "$tag" "$(digest ":$tag")"; done | jq -Rn '[inputs/" "|{(.[0]):.[1]}]|add' > "$out/tags.json"
