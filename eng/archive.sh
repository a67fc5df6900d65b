# shellcheck shell=bash
# Sourced: image files made of folders, as `docker save` writes them. The same folders give the same bytes: names are sorted, times and owners fixed.

# layer <folder> <file>: one layer; whatever lies in the folder belongs to root and is for everybody to read
layer() {
  chmod -R u=rwX,go=rX "$1"
  if [[ -d $1/tmp ]]; then chmod 1777 "$1/tmp"; fi
  tar -C "$1" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=gnu -cf "$2" .
}

digest() {
  sha256sum "$1" | cut -c1-64
}

# archive <file> <name:tag> <config as JSON, without its layers> <layer>...
# The layers lie on the file system of the archive: they are linked, not copied.
archive() {
  local file=$1 name=$2 config=$3 folder layer ids=() names=() history=()
  shift 3
  folder=$(mktemp -d "$(dirname "$file")/.archive.XXXXXX")
  for layer in "$@"; do
    ids+=("\"sha256:$(digest "$layer")\"")
    names+=("\"$(digest "$layer").tar\"")
    history+=('{"created":"1970-01-01T00:00:00Z"}')
    ln "$layer" "$folder/$(digest "$layer").tar"
  done
  printf '{"architecture":"amd64","os":"linux","created":"1970-01-01T00:00:00Z","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]},"history":[%s]}\n' \
    "$config" "$(joined "${ids[@]}")" "$(joined "${history[@]}")" >"$folder/config.json"
  mv "$folder/config.json" "$folder/$(digest "$folder/config.json").json"
  printf '[{"Config":"%s","RepoTags":["%s"],"Layers":[%s]}]\n' "$(basename "$folder"/*.json)" "$name" "$(joined "${names[@]}")" >"$folder/manifest.json"
  (cd "$folder" && tar --mtime=@0 --owner=0 --group=0 --numeric-owner --format=gnu -cf archive -- *.json *.tar)
  mv "$folder/archive" "$file"
  rm -rf "$folder"
}

joined() {
  local IFS=,
  echo "$*"
}
