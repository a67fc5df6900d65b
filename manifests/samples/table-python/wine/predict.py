"""Which cultivar are the wines of a table from?"""
import csv

import joblib


class InvalidInput(ValueError):
    """The caller is at fault: answered with 400."""


def inference(parameters, inputs, output_fields, model_key, model=None):
    """The cultivar of each wine of a table.

    :param inputs.table: CSV with a header: a row for each wine, and a column for each of the 13 measurements that wines.csv beside this
        sample's manifests has; others may stand beside them
    :type inputs.table: FILE
    :param outputs.predictions: the same CSV with two columns more: cultivar (1, 2 or 3) and probability
    :type outputs.predictions: FILE, optional
    :param outputs.counts: how many of the wines are of which cultivar
    :type outputs.counts: dict
    """
    if model is None:
        # {"columns": names of the measurements, "classifier": a scikit-learn classifier}; see train.py
        model = joblib.load(model_key)
    table = next(item for item in inputs if item["name"] == "table")
    with open(table["data"], newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        header = list(reader.fieldnames or [])
    probabilities = classify(model, header, rows)

    counts = {}
    for row, of_each in zip(rows, probabilities):
        best = max(range(len(of_each)), key=of_each.__getitem__)
        row["cultivar"] = int(model["classifier"].classes_[best])
        row["probability"] = f"{of_each[best]:.4f}"
        counts[f"cultivar {row['cultivar']}"] = counts.get(f"cultivar {row['cultivar']}", 0) + 1

    outputs = [{"name": "counts", "datatype": "dict", "content_type": None, "data": counts, "shape": []}]
    # for a FILE the host says where to write it; what is written there is stored in the caller's part of the box
    for asked in output_fields:
        if asked["name"] == "predictions":
            write(asked["data"], header, rows)
            outputs.append({"name": "predictions", "datatype": "FILE", "content_type": "text/csv", "data": asked["data"], "shape": [len(rows)]})
    return outputs, model


def classify(model, header, rows):
    """The probabilities of each cultivar for each row; says which column or row is wrong."""
    missing = [column for column in model["columns"] if column not in header]
    if missing:
        raise InvalidInput(f"the table has no column {', '.join(missing)}: expected {', '.join(model['columns'])}")
    measurements = []
    for number, row in enumerate(rows, start=2):
        try:
            measurements.append([float(row[column]) for column in model["columns"]])
        except (TypeError, ValueError):
            raise InvalidInput(f"line {number} of the table: expected a number in each of the {len(model['columns'])} columns") from None
    return model["classifier"].predict_proba(measurements) if rows else []


def write(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*header, "cultivar", "probability"], extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
