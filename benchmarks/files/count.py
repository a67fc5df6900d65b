def inference(parameters, inputs, output_fields, model_key, model=None):
    given = inputs[0]
    text = given["data"]
    if given["datatype"] == "FILE":
        with open(text, encoding="utf-8") as file:
            text = file.read()
    return [{"name": "length", "datatype": "INT32", "shape": [1], "data": [len(text)]}], model
