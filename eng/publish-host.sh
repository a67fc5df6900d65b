#!/usr/bin/env bash
# Publishes the host into artifacts/host, only when something that goes into it has changed since.
exec "$(dirname "${BASH_SOURCE[0]}")/publish.sh" InferenceHost host
