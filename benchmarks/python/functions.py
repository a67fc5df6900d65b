"""The functions that benchmarks/python.sh measures: as little work as there can be, so that what is measured is the way to them and back."""
import time


def total(parameters, inputs, output_fields, model_key, model=None):
    """The sum of some numbers.

    :param inputs.x: any numbers
    :type inputs.x: FP64
    :param outputs.sum: their sum
    :type outputs.sum: FP64
    """
    return [{"name": "sum", "datatype": "FP64", "data": [sum(inputs[0]["data"])], "shape": [1]}], model


def corner(parameters, inputs, output_fields, model_key, model=None):
    """One number of many, taken from an array of numpy.

    :param inputs.image: any numbers
    :type inputs.image: FP32
    :param outputs.y: the last one
    :type outputs.y: FP32
    """
    return [{"name": "y", "datatype": "FP32", "data": inputs[0]["data"][-1:], "shape": [1]}], model


def nap(parameters, inputs, output_fields, model_key, model=None):
    """A function that takes two milliseconds, in which it can be killed.

    :param inputs.x: any numbers
    :type inputs.x: FP64
    :param outputs.sum: their sum
    :type outputs.sum: FP64
    """
    time.sleep(0.002)
    return total(parameters, inputs, output_fields, model_key, model)
