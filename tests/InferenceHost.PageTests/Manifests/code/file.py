def inference(parameters, inputs, output_fields, model_key, model=None):
    """Counts the bytes of a file.

    :param inputs.document: any file
    :type inputs.document: FILE
    :param outputs.bytes: how many
    :type outputs.bytes: INT64
    """
    with open(inputs[0]["data"], "rb") as file:
        return [{"name": "bytes", "datatype": "INT64", "shape": [1], "data": [len(file.read())]}], model
