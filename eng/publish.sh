#!/usr/bin/env bash
# eng/publish.sh <project> <folder>
# Publishes an executable of src/ (Release, ReadyToRun) into artifacts/<folder>, only when something that goes into it has changed since.
# artifacts/setup/<folder> then holds a digest of what went into it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/environment.sh

readonly project=$1 published=artifacts/$2 stamp=artifacts/setup/$2

# a project's folder, and those of all that it references
folders_of() {
  local reference
  echo "src/$1"
  for reference in $(sed -n 's,.*ProjectReference Include="\.\./\([^/]*\)/.*,\1,p' "src/$1/$1.csproj"); do
    folders_of "$reference"
  done
}

# every file that can change what is built, and the SDK
sources_key() {
  local folders
  mapfile -t folders < <(folders_of "$project" | sort -u)
  {
    find "${folders[@]}" -type d \( -name bin -o -name obj \) -prune -o -type f -print0
    find . -maxdepth 1 \( -name 'Directory.*' -o -name global.json -o -name nuget.config -o -name .editorconfig \) -print0
    printf '%s\0' eng/*.txt eng/environment.sh eng/publish.sh
    find artifacts/setup/onnxruntime -print0
  } | sort -z | { xargs -0 sha256sum; dotnet --version; } | sha256sum | cut -c1-64
}

is_current() {
  [[ -x $published/$project && -f $stamp && $(<"$stamp") == "$1" ]]
}

main() {
  local key
  key=$(sources_key)
  if is_current "$key"; then return; fi

  mkdir -p artifacts/setup
  exec 9>"$stamp.lock"
  flock 9 # closed for dotnet below, whose compiler server would hold it on
  if is_current "$key"; then return; fi

  echo "building $project" >&2
  rm -rf "$published.new"
  dotnet publish "src/$project/$project.csproj" --configuration Release --runtime linux-x64 --self-contained false \
    -p:PublishReadyToRun=true -p:RunAnalyzers=false --output "$published.new" -nologo -verbosity:quiet >&2 9>&-
  # a program that runs from here keeps the files it has open
  rm -rf "$published.old"
  if [[ -d $published ]]; then mv "$published" "$published.old"; fi
  mv "$published.new" "$published"
  rm -rf "$published.old"
  echo "$key" >"$stamp"
}

main
