#!/bin/sh
. "$(dirname "$0")/../build-info"
printf 'Content-Type: text/plain\r\n\r\n'
printf 'system-info-exporter %s\nmachine: %s\nimage:   %s\nkernel:  %s\ncpus:    %s\n' \
  "$version" "$(uname -m)" "$image_platform" "$(uname -r)" "$(nproc)"
