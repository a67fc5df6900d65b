#!/usr/bin/env bash
# eng/images.sh OUT [TAG]
# Makes OUT/host.tar (localhost/inference-host:TAG, dev unless said) and OUT/controller.tar (localhost/inference-controller:TAG): image files for `ctr images import`,
# `docker load` or `podman load`, of this machine's .NET runtime and libraries, without a registry, Docker or root. The same layout as the Containerfile's.
# Does nothing where nothing has changed since.
set -euo pipefail
out=$(mkdir -p "$1" && cd "$1" && pwd)
readonly tag=${2:-dev}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/environment.sh
. eng/archive.sh

work=
trap '[[ -z $work ]] || rm -rf "$work"' EXIT

dotnet_root() {
  dirname "$(readlink -f "$(command -v dotnet)")"
}

runtime_version() {
  dotnet --list-runtimes | awk -v name="$1" '$1 == name && $2 ~ /^10\./ { version = $2 } END { print version }'
}

# what programs and libraries need, one path a line
needed_libraries() {
  local found
  found=$(ldd "$@" 2>/dev/null | awk '$2 == "=>" && $3 ~ "^/" { print $3 } $1 ~ "^/lib.*[^:]$" { print $1 }' | grep -v "^$(dotnet_root)/" | sort -u)
  echo "$found"
}

# bring <folder> <file>...: with the same path, links followed
bring() {
  local folder=$1 file
  shift
  for file in "$@"; do
    mkdir -p "$folder$(dirname "$file")"
    cp -L "$file" "$folder$file"
  done
}

# The lower layer of both images: the runtime, the libraries that it and the host need, and what a pod's own steps use.
base() {
  local folder=$1 root framework version ssl
  root=$(dotnet_root)
  mkdir -p "$folder"/{app,tmp,etc,usr/share/dotnet/host/fxr,usr/lib,usr/lib64}
  # /bin and /lib are links, as on the machine that the libraries are of
  ln -s usr/bin usr/lib usr/lib64 "$folder"
  for framework in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
    version=$(runtime_version "$framework")
    mkdir -p "$folder/usr/share/dotnet/shared/$framework"
    cp -r "$root/shared/$framework/$version" "$folder/usr/share/dotnet/shared/$framework/"
  done
  cp -r "$root/host/fxr/$(runtime_version Microsoft.NETCore.App)" "$folder/usr/share/dotnet/host/fxr/"
  # for debuggers, dumps and LTTng, all switched off
  rm -f "$folder"/usr/share/dotnet/shared/*/*/{createdump,libmscordbi.so,libmscordaccore.so,libcoreclrtraceptprovider.so}

  # found by the runtime as it runs
  ssl=$(ldconfig -p | awk '$1 == "libssl.so.3" || $1 == "libcrypto.so.3" { print $NF }')
  # shellcheck disable=SC2046,SC2086 # paths without spaces
  bring "$folder" $ssl /usr/bin/cp /usr/bin/sleep \
    $(needed_libraries $ssl /usr/bin/cp /usr/bin/sleep artifacts/host/InferenceHost artifacts/host/*.so $(find "$folder" -name '*.so'))
  bring "$folder" /etc/ssl/certs/ca-certificates.crt
  printf '%s\n' root:x:0:0:root:/:/sbin/nologin inference:x:10001:10001::/tmp:/sbin/nologin controller:x:10002:10002::/tmp:/sbin/nologin >"$folder/etc/passwd"
  printf '%s\n' root:x:0: inference:x:10001: controller:x:10002: >"$folder/etc/group"
  printf 'hosts: files dns\n' >"$folder/etc/nsswitch.conf"
}

# program <published> <folder>: what a program needs to run, without what only people need
program() {
  mkdir -p "$2/app"
  cp -r "$1/." "$2/app/"
  find "$2" -type f \( -name '*.pdb' -o -name '*.xml' -o -name web.config -o -name '*.staticwebassets.*' \) -delete
}

# config <user> <executable>
config() {
  printf '{"User":"%s:%s","Entrypoint":["/app/%s"],"WorkingDir":"/","Env":[%s]}' "$1" "$1" "$2" "$(joined \
    '"PATH=/usr/bin"' '"HOME=/tmp"' '"DOTNET_EnableDiagnostics=0"' '"DOTNET_gcServer=0"' '"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1"')"
}

# image <file> <name> <user> <executable> <published>
image() {
  program "$5" "$work/$2"
  layer "$work/$2" "$work/$2.layer"
  archive "$1" "localhost/inference-$2:$tag" "$(config "$3" "$4")" "$work/base.layer" "$work/$2.layer"
  echo "$1: $(($(stat -c %s "$1") / 1000000)) MB, of which $(($(stat -c %s "$work/$2.layer") / 1000000)) MB above the runtime" >&2
}

# what goes into the images, and how
key() {
  {
    echo "$tag"
    cat artifacts/setup/host artifacts/setup/controller eng/images.sh eng/archive.sh
    dotnet --list-runtimes
    # shellcheck disable=SC2046
    sha256sum /usr/bin/cp /usr/bin/sleep /etc/ssl/certs/ca-certificates.crt $(ldconfig -p | awk '/lib(c|ssl|crypto|stdc\+\+)\.so/ { print $NF }')
  } | sha256sum | cut -c1-64
}

main() {
  eng/publish.sh InferenceHost host
  eng/publish.sh ManifestController controller
  local key
  key=$(key)
  if [[ -f $out/host.tar && -f $out/controller.tar && -f $out/key && $(<"$out/key") == "$key" ]]; then return; fi

  rm -f "$out/key"
  work=$(mktemp -d "$out/.work.XXXXXX")
  base "$work/base"
  layer "$work/base" "$work/base.layer"
  image "$out/host.tar" host 10001 InferenceHost artifacts/host
  image "$out/controller.tar" controller 10002 ManifestController artifacts/controller
  echo "$key" >"$out/key"
}

main
