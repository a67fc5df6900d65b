#!/usr/bin/env bash
# Makes the package Microsoft.ML.OnnxRuntime restorable. Where the machine's own package sources hold it, nothing is done;
# elsewhere it is packed into eng/feed from an npm package that holds ONNX Runtime's managed sources and native libraries.
# The packed file is kept in a per-user cache, so that a second clone only copies it.
set -euo pipefail

readonly id=Microsoft.ML.OnnxRuntime
readonly version=1.29.0
readonly npm_package=com.github.asus4.onnxruntime@0.4.9
readonly npm_sha256=e59788788818fdde1b2e522e766a21ba0f7d8391de55737abf81e32cc801785d

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. eng/environment.sh
. eng/apt.sh

readonly recipe=eng/onnxruntime
readonly target=eng/feed/$id.$version.nupkg
readonly stamp=artifacts/setup/onnxruntime

work=
trap '[[ -z $work ]] || rm -rf "$work"' EXIT

# changes when the package would
recipe_key() {
  { echo "$npm_sha256"; cat "$recipe"/OnnxRuntime.csproj "$recipe"/Directory.*; } | sha256sum | cut -c1-16
}

# is_done <key>: the stamp holds the key of what is in the feed, or "machine" where nothing needs to be there
is_done() {
  [[ -f $stamp ]] || return 1
  local made
  made=$(<"$stamp")
  [[ $made == machine || ($made == "$1" && -f $target) ]]
}

mark_done() {
  mkdir -p "$(dirname "$stamp")"
  echo "$1" >"$stamp"
}

# Asks the machine's own sources, outside of this repository's nuget.config and with an empty package folder, since the usual
# one may hold what an earlier run packed.
machine_has_package() {
  local probe=$work/probe
  mkdir -p "$probe"
  cat >"$probe/Probe.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="$id" Version="[$version]" />
  </ItemGroup>
</Project>
XML
  (cd "$probe" && NUGET_PACKAGES=$probe/packages timeout 300 dotnet restore >"$probe/log" 2>&1 9>&-)
}

fetch_sources() {
  command -v npm >/dev/null || apt_install npm
  local file
  file=$(cd "$work" && npm pack "$npm_package" --silent)
  if ! echo "$npm_sha256  $work/$file" | sha256sum --check --quiet; then
    echo "setup: $npm_package is not the file that this repository was tested with (SHA-256 above)" >&2
    return 1
  fi
  tar -xzf "$work/$file" -C "$work" package/Runtime package/Plugins/Linux/x64 package/LICENSE package/ThirdPartyNotices.txt
  rm "$work/$file"
}

# A package that an earlier recipe packed under the same version would be taken from the package folder for ever.
forget_earlier_package() {
  local folder
  folder=${NUGET_PACKAGES:-$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')}
  folder=${folder%/}/${id,,}/$version
  if [[ -f $folder/.nupkg.metadata ]] && grep -q '"source": *"[^"]*eng/feed"' "$folder/.nupkg.metadata" &&
    ! cmp -s "$target" "$folder/${id,,}.$version.nupkg"; then
    rm -rf "$folder"
  fi
}

main() {
  local key
  key=$(recipe_key)
  if is_done "$key"; then return; fi

  mkdir -p "$SETUP_CACHE"
  exec 9>"$SETUP_CACHE/lock"
  flock 9 # closed for dotnet below, whose compiler server would hold it on

  local kept=$SETUP_CACHE/$id.$version.$key.nupkg
  if [[ ! -f $kept ]]; then
    work=$(mktemp -d "$SETUP_CACHE/work.XXXXXX")
    echo "setup: looking for $id $version in this machine's package sources" >&2
    if machine_has_package; then
      rm -f "$target"
      mark_done machine
      return
    fi
    echo "setup: not there; packing it from the npm package $npm_package (150 MB, once per user)" >&2
    fetch_sources
    dotnet pack "$recipe/OnnxRuntime.csproj" --configuration Release --output "$work" \
      -p:OnnxRuntimeSource="$work/package" -nodeReuse:false -nologo -verbosity:quiet >&2 9>&-
    rm -f "$SETUP_CACHE/$id.$version".*.nupkg
    mv "$work/$id.$version.nupkg" "$kept"
  fi

  # renamed into place: a build running meanwhile sees all of it or nothing
  cp "$kept" "$target.new"
  mv "$target.new" "$target"
  forget_earlier_package
  mark_done "$key"
}

main
