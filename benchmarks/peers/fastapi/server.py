"""server.py <model.joblib> <port>: a scikit-learn model behind POST /, as one writes it by hand: FastAPI, uvicorn with uvloop and httptools, one worker."""

import sys

import joblib
import numpy as np
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel


class Input(BaseModel):
    name: str
    datatype: str
    shape: list[int]
    data: list[float]


class Request(BaseModel):
    inputs: list[Input]


def main():
    model, scale = joblib.load(sys.argv[1])
    app = FastAPI()

    @app.post("/")
    async def predict(request: Request):
        given = request.inputs[0]
        probabilities = model.predict_proba(np.array(given.data).reshape(given.shape) / scale)
        best = probabilities.argmax(axis=1)
        return {
            "outputs": [
                {"name": "label", "datatype": "INT64", "shape": list(best.shape), "data": best.tolist()},
                {"name": "probabilities", "datatype": "FP32", "shape": list(probabilities.shape), "data": probabilities.ravel().tolist()},
            ]
        }

    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), loop="uvloop", http="httptools", workers=1, log_level="warning", access_log=False)


main()
