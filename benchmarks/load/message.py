"""A ModelInferRequest of the Open Inference Protocol as it goes over the wire, without a library: the messages are few, and what is measured is the server."""

import struct


def varint(number):
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)


def field(number, content):
    """A field with a length: bytes, a text, a message, packed numbers."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def infer(model, values, is_raw):
    """One row of FP32 for the input called image, with the five bytes that gRPC puts before a message."""
    packed = struct.pack(f"<{len(values)}f", *values)
    shape = b"".join(map(varint, (1, len(values))))
    tensor = field(1, b"image") + field(2, b"FP32") + field(3, shape)
    contents = b"" if is_raw else field(5, field(6, packed))
    request = field(1, model.encode()) + field(5, tensor + contents) + (field(7, packed) if is_raw else b"")
    return struct.pack(">BI", 0, len(request)) + request
