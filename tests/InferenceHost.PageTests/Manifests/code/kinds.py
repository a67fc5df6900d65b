def inference(parameters, inputs, output_fields, model_key, model=None):
    """Gives back what it is given.

    :param inputs.text: any text <img src=x onerror="document.title='broken'">
    :type inputs.text: str
    :param inputs.settings: an object
    :type inputs.settings: dict, optional
    :param inputs.words: texts
    :type inputs.words: BYTES, optional
    :param inputs.flags: truths
    :type inputs.flags: BOOL, optional
    :param inputs.numbers: of either kind
    :type inputs.numbers: FP64 or INT32, optional
    :param outputs.text: the text
    :type outputs.text: str
    """
    if inputs[0]["data"] == "raise":
        raise ValueError("as asked")
    return inputs, model
