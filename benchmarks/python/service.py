"""The same function behind FastAPI, for benchmarks/python.sh: uvicorn service:app, with uvloop and httptools.

/predict is what its documentation shows: a request declared as models, so that a wrong one is refused, and an answer given as it is.
/bare leaves the declaration out: nothing is checked, as little is done as FastAPI can do.
"""
from typing import Any, List, Optional, Tuple

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from functions import total

app = FastAPI()
model = None


class Input(BaseModel):
    name: str
    datatype: str
    shape: Optional[List[int]] = None
    data: List[float]


class PredictRequest(BaseModel):
    parameters: List[Tuple[str, Any]] = []
    inputs: List[Input]
    output_fields: List[dict] = []


@app.post("/predict")
async def predict(request: PredictRequest):
    global model
    inputs = [item.dict() for item in request.inputs]
    outputs, model = total(request.parameters, inputs, request.output_fields, "", model)
    return {"outputs": outputs}


@app.post("/bare")
async def bare(request: dict) -> JSONResponse:
    global model
    outputs, model = total(request.get("parameters", []), request["inputs"], request.get("output_fields", []), "", model)
    return JSONResponse({"outputs": outputs})
