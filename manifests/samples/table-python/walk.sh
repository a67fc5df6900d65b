#!/usr/bin/env bash
# manifests/samples/table-python/walk.sh [address]
# The whole way from a trained model to predictions for a table, with curl. First start the host in another shell:
#   ./run.sh manifests/samples/table-python
set -euo pipefail
host=${1:-http://127.0.0.1:8080}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

# two users of users.yaml: who makes models, and who asks for predictions
developer=developer:only-for-the-sample-1
alice=alice:only-for-the-sample-2

# a failed request ends the walk with what the host said (--fail-with-body); -L follows the link of a download
ask() { curl -sS --fail-with-body -L "$@"; }

echo "1. Train the model, with the same Python that serves it."
"${PYTHON:-/usr/bin/python3}" "$here/train.py" "$work/wine.joblib"

echo "2. Upload it as developer. The component mounts that user's group 'wine' of the box 'models', and was waiting for it."
ask -u "$developer" --data-binary @"$work/wine.joblib" "$host/wine/files/models/wine/wine.joblib"
echo

echo "3. Wait until the component has loaded it."
SECONDS=0
until ask -u "$alice" "$host/wine/classify/v2/models/classify/ready" >/dev/null 2>&1; do
  if ((SECONDS > 60)); then
    echo "not ready after a minute; it says:" >&2
    ask -u "$alice" "$host/wine/classify/predict" -d '{"inputs":[]}' >&2
    exit 1
  fi
  sleep 0.2
done

echo "4. Upload a table of wines as alice, into a group of her own."
ask -u "$alice" --data-binary @"$here/wines.csv" "$host/wine/files/tables/spring/wines.csv"
echo

echo "5. Predict: the table is named by its path, and so is where the result goes."
ask -u "$alice" "$host/wine/classify/predict" -H 'Content-Type: application/json' -d '{
  "inputs": [ { "name": "table", "datatype": "FILE", "data": "spring/wines.csv" } ],
  "output_fields": [ { "name": "counts" }, { "name": "predictions", "datatype": "FILE", "data": "spring/predictions.csv" } ] }'
echo

echo "6. Download the result; its first rows, without the measurements between:"
ask -u "$alice" "$host/wine/files/tables/spring/predictions.csv?download" -o "$work/predictions.csv"
head -n 5 "$work/predictions.csv" | cut -d, -f 1,14-

echo "7. The same in one call: upload and prediction together, nothing is kept."
ask -u "$alice" "$host/wine/classify/predict" -F "table=@$here/wines.csv" \
  -F 'request={ "inputs": [ { "name": "table", "datatype": "FILE", "data": "table" } ], "output_fields": [ { "name": "counts" } ] }'
echo
