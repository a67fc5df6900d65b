"""Which digit does an image show?"""
import joblib
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_IMAGE = 25_000_000
SIDE = 8
LARGEST_PIXEL = 16


class InvalidInput(ValueError):
    """The caller is at fault: answered with 400."""


def inference(parameters, inputs, output_fields, model_key, model=None):
    """The digit on an image: dark on light paper, upright, filling the image.

    :param inputs.image: a PNG, JPEG or other image of up to 25 megapixels
    :type inputs.image: FILE
    :param outputs.label: the digit
    :type outputs.label: INT32
    :param outputs.probabilities: of each digit, from 0 to 9
    :type outputs.probabilities: FP64
    """
    if model is None:
        # a scikit-learn classifier of 8x8 pixels from 0 (paper) to 16 (ink); see train.py
        model = joblib.load(model_key)
    probabilities = model.predict_proba([pixels(inputs[0]["data"])])[0].tolist()
    outputs = [
        {"name": "label", "datatype": "INT32", "content_type": None, "data": [probabilities.index(max(probabilities))], "shape": [1]},
        {"name": "probabilities", "datatype": "FP64", "content_type": None, "data": probabilities, "shape": [10]},
    ]
    return outputs, model


def pixels(path):
    """The 64 pixels of the image, as the model was trained on them."""
    try:
        with Image.open(path) as image:
            if image.width * image.height > LARGEST_IMAGE:
                raise InvalidInput(f"the image has {image.width}x{image.height} pixels, over {LARGEST_IMAGE} of them: send a smaller one")
            grey = ImageOps.exif_transpose(image).convert("LA")
    except UnidentifiedImageError:
        raise InvalidInput("the file is no image that Pillow can read") from None
    # what is transparent is paper
    paper = Image.new("LA", grey.size, (255, 255))
    small = Image.alpha_composite(paper.convert("RGBA"), grey.convert("RGBA")).convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    return [(255 - value) * LARGEST_PIXEL / 255 for value in small.getdata()]
