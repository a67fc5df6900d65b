"""Which iris has these measurements?"""
import os

import joblib

SPECIES = ["setosa", "versicolor", "virginica"]
UNSURE_BELOW = float(os.environ.get("UNSURE_BELOW", "0"))


def inference(parameters, inputs, output_fields, model_key, model=None):
    """The species of one flower.

    :param inputs.measurements: four lengths in centimetres: of the sepal, its width, of the petal, its width
    :type inputs.measurements: FP64
    :param outputs.species: setosa, versicolor or virginica; unsure where no probability reaches the parameter
        unsure_below, or else the environment's UNSURE_BELOW
    :type outputs.species: str
    :param outputs.probabilities: of each species, in this order
    :type outputs.probabilities: FP64
    """
    if model is None:
        model = joblib.load(model_key)
    measurements = inputs[0]["data"]
    if len(measurements) != 4:
        raise ValueError(f"expected the 4 measurements of one flower, got {len(measurements)} numbers")
    probabilities = model.predict_proba([measurements])[0].tolist()
    best = max(probabilities)
    threshold = dict(parameters).get("unsure_below", UNSURE_BELOW)
    species = SPECIES[probabilities.index(best)] if best >= threshold else "unsure"
    outputs = [
        {"name": "species", "datatype": "str", "content_type": None, "data": species, "shape": []},
        {"name": "probabilities", "datatype": "FP64", "content_type": None, "data": probabilities, "shape": [3]},
    ]
    return outputs, model
