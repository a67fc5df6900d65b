"""One worker process of a Python component: imports the user's function and runs it for the host, request by request.

Started by the host, or for it by launcher.py, with file descriptors 0 (closed when the host is gone), 1 and 2 (lines for the host's log),
3 (the exchange), 4 and 5 (memory shared with the host: inputs, outputs), 6 (readable when the host asks the function to stop). Standard library only, Python 3.9 and later;
numpy is used where the manifest asks for it or the function answers with it.

Exchange: frames both ways, a header and what it gives the lengths of: a description and a blob. A request's description is JSON,
an answer's the outputs one behind the other, or JSON too. A tensor's bytes are in the blob (place 0) or in shared memory (place 1)
at an offset. Exchange/Frame.cs beside this file is the other end.
"""
import array
import fcntl
import gc
import importlib
import inspect
import json
import mmap
import os
import select
import signal
import struct
import sys
import traceback
import weakref

SHARED_FROM = 64 * 1024
MOST_INLINE = 128 * 1024
MOST_TEXT = 1024 * 1024
MOST_OUTPUTS = 10000
MOST_DIMENSIONS = 32
MOST_BYTES = 0x7FFF0000
MOST_REMEMBERED = 64
KEPT_SHARED = 16 * 1024 * 1024
MOST_KEPT = 64 * 1024 * 1024
MOST_MESSAGE = 2000
MOST_TRACEBACK = 32 * 1024
ALIGNMENT = 64
CODES = {"INT8": "b", "UINT8": "B", "INT16": "h", "UINT16": "H", "INT32": "i", "UINT32": "I", "INT64": "q", "UINT64": "Q", "FP32": "f", "FP64": "d"}
SIZES = {"BOOL": 1, "INT8": 1, "UINT8": 1, "INT16": 2, "UINT16": 2, "FP16": 2, "BF16": 2, "INT32": 4, "UINT32": 4, "FP32": 4, "INT64": 8, "UINT64": 8, "FP64": 8}
DTYPES = {"BOOL": "?", "FP16": "<f2", "BF16": "<u2", "INT8": "i1", "UINT8": "u1", "INT16": "<i2", "UINT16": "<u2", "INT32": "<i4", "UINT32": "<u4", "INT64": "<i8", "UINT64": "<u8", "FP32": "<f4", "FP64": "<f8"}
TEXTS = ("str", "dict", "FILE")
# lengths of description and blob, the request's number, and where in shared memory the description is, or -1
REQUEST = struct.Struct("<IIqq")
# lengths of description and blob, the request's number, and what it is
REPLY = struct.Struct("<IIqI")
GAVE, ERROR, HELLO = 0, 1, 2
# added to what it is: the function keeps arrays over the memory that inputs come in
KEEPS = 0x100
# of an output: lengths of name and media type, datatype, dimensions; then its texts and dimensions, and last its place
OUTPUT = struct.Struct("<HHBB")
PLACE = struct.Struct("<Bqq")
ORDER = ("BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "BF16", "FP32", "FP64", "BYTES", "str", "dict", "FILE")


def needs_python_3_9_or_later(*, found):
    """Python 2 ends here, and shows the name; before this it must find nothing to stumble over."""
    if found < (3, 9):
        sys.stderr.write("worker.py needs Python 3.9 or later, and %s is Python %s\n" % (sys.executable, sys.version.split()[0]))
        sys.stderr.flush()
        os._exit(1)


class Interrupted(KeyboardInterrupt):
    """The host has no more use for the answer."""


class BadOutput(Exception):
    """What the function returned is not what the contract says."""


def move(fd, least=100):
    """The same descriptor under a number that nobody writes to by mistake, closed in processes that the function starts."""
    moved = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, least)
    os.close(fd)
    return moved


def die_with_host():
    """Lets the kernel end this whole process group when the host's end of descriptor 0 is closed, whatever runs at that time."""
    life = fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, 100)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    set_signal = getattr(fcntl, "F_SETSIG", 10)
    fcntl.fcntl(life, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(life, set_signal, signal.SIGKILL)
    fcntl.fcntl(life, fcntl.F_SETFL, fcntl.fcntl(life, fcntl.F_GETFL) | os.O_ASYNC)
    poll = select.poll()
    poll.register(life, select.POLLIN)
    if poll.poll(0):
        # it went before we asked to be told
        os._exit(1)
    return life


def hear_interrupts(pipe):
    """Lets the kernel interrupt this process when the host writes to a pipe: right then, and wherever the host's container is."""
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, getattr(fcntl, "F_SETSIG", 10), signal.SIGINT)
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)


def close_others(kept):
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) not in kept:
            try:
                os.close(int(name))
            except OSError:
                pass  # the one that read the folder


class Channel:
    """The exchange: whole frames, one at a time."""

    def __init__(self, fd, shared):
        self.fd = fd
        self.shared = shared
        self.buffer = bytearray(4 * SHARED_FROM)
        self.view = memoryview(self.buffer)
        self.filled = 0
        self.used = 0
        self.read = {}

    def receive(self):
        """The request's number, its description and its blob, good until the next one; None at the end."""
        if self.used:
            # what came with the last frame belongs to this one
            if self.used < self.filled:
                self.buffer[:self.filled - self.used] = self.buffer[self.used:self.filled]
            self.filled -= self.used
            self.used = 0
        if self.filled < REQUEST.size and not self._fill(REQUEST.size):
            return None
        texts, blobs, number, place = REQUEST.unpack_from(self.buffer)
        inline = texts if place < 0 else 0
        blob = REQUEST.size + inline
        self.used = blob + blobs
        if self.filled < self.used and not self._fill(self.used):
            return None
        view = self.view
        text = bytes(view[REQUEST.size:blob]) if place < 0 else bytes(self.shared.reach(place + texts)[place:place + texts])
        return number, self._parse(text), view[blob:self.used]

    def _parse(self, text):
        """Callers send the same again and again, but for the numbers: what was read once is not read again. Not to be changed by who gets it."""
        known = self.read.get(text)
        if known is None:
            known = json.loads(text)
            if len(text) < 4096:
                if len(self.read) >= MOST_REMEMBERED:
                    self.read.clear()
                self.read[text] = known
        return known

    def _fill(self, needed):
        if needed > len(self.buffer):
            grown = bytearray(needed)
            grown[:self.filled] = self.buffer[:self.filled]
            self.buffer = grown
            self.view = memoryview(grown)
        while self.filled < needed:
            got = os.readv(self.fd, [self.view[self.filled:]])
            if got == 0:
                return False
            self.filled += got
        return True

    def send(self, number, kind, description, chunks=(), blob=0):
        frame = b"".join((REPLY.pack(len(description), blob, number, kind), description, *chunks))
        sent = os.write(self.fd, frame)
        while sent < len(frame):
            sent += os.write(self.fd, memoryview(frame)[sent:])

    def send_json(self, number, kind, value):
        self.send(number, kind, json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace"))


class Shared:
    """Memory that the host sees too: mapped as far as it is needed."""

    def __init__(self, fd):
        self.fd = fd
        self.map = None
        self.size = 0

    def reach(self, size, grow=False):
        if size > self.size:
            size = -(-size // mmap.PAGESIZE) * mmap.PAGESIZE
            if grow and os.fstat(self.fd).st_size < size:
                os.ftruncate(self.fd, size)
            self.map = mmap.mmap(self.fd, size)
            self.size = size
        return self.map

    def shrink(self):
        """Gives back what one unusually large answer took. The host has read it."""
        if self.size > KEPT_SHARED:
            self.map = None
            self.size = 0
            os.ftruncate(self.fd, 0)


class Inputs:
    """What the host sent, as the function gets it."""

    def __init__(self, shared, numpy):
        self.shared = shared
        self.numpy = numpy
        self.given = []
        self.end = 0

    def are_kept(self):
        """Whether an array over shared memory that a function was given is alive still: the host must not write there."""
        if not self.given:
            return False
        self.given = [one for one in self.given if one() is not None]
        if self.given and self.end > MOST_KEPT:
            # may be garbage that only goes in circles
            gc.collect()
            self.given = [one for one in self.given if one() is not None]
        return len(self.given) > 0

    def read(self, entry, blob):
        place, offset, length = entry["at"]
        datatype = entry["datatype"]
        if datatype in SIZES and self.numpy is not None:
            data = self._array(datatype, place, offset, length, blob)
        else:
            data = memoryview(self.shared.reach(offset + length))[offset:offset + length] if place else blob[offset:offset + length]
            data = self._plain(datatype, data)
        return {"name": entry["name"], "datatype": datatype, "content_type": entry["content_type"], "data": data, "shape": entry["shape"][:]}

    def _array(self, datatype, place, offset, length, blob):
        numpy = self.numpy
        count = length // SIZES[datatype]
        if place:
            data = numpy.frombuffer(self.shared.reach(offset + length), DTYPES[datatype], count, offset)
            self.given.append(weakref.ref(data))
            self.end = offset + length
            return data
        return numpy.frombuffer(bytearray(blob[offset:offset + length]), DTYPES[datatype], count)

    @staticmethod
    def _plain(datatype, data):
        code = CODES.get(datatype)
        if code is not None:
            return data.cast(code).tolist()
        if datatype == "BOOL":
            return data.cast("?").tolist()
        if datatype == "FP16":
            return list(struct.unpack("<%de" % (len(data) // 2), data))
        if datatype == "BF16":
            wide = array.array("I", [bits << 16 for bits in data.cast("H")])
            return memoryview(wide).cast("B").cast("f").tolist()
        if datatype == "BYTES":
            return list(elements(data))
        text = str(data, "utf-8")
        return json.loads(text) if datatype == "dict" else text


def elements(data):
    """BYTES elements, each behind its length."""
    position = 0
    while position < len(data):
        (length,) = struct.unpack_from("<I", data, position)
        yield bytes(data[position + 4:position + 4 + length])
        position += 4 + length


class Outputs:
    """What the function returned, as the host gets it."""

    def __init__(self, shared):
        self.shared = shared
        self.types = {}
        self.asked = {}
        self.heads = {}

    def begin(self, fields, drop):
        self.shared.shrink()
        self.drop = drop
        self.asked = {field["name"]: field["datatype"] for field in fields}
        self.description = []
        self.chunks = []
        self.inline = 0
        self.offset = 0

    def add(self, item, index):
        if not isinstance(item, dict):
            raise BadOutput("outputs[%d]: expected a dict with name, datatype and data, found %s" % (index, kind(item)))
        name = item.get("name")
        if not isinstance(name, str) or not name:
            raise BadOutput("outputs[%d]: expected a name, found %s" % (index, show(name) if isinstance(name, str) else kind(name)))
        if self.drop and name not in self.asked:
            return
        data = item.get("data")
        if data is None:
            raise BadOutput("output '%s' has no data" % name)
        try:
            self._add(name, data, item.get("datatype"), item.get("shape"), item.get("content_type"))
        except BadOutput as e:
            raise BadOutput("output '%s': %s" % (name, e)) from None
        except UnicodeEncodeError:
            raise BadOutput("output '%s': a text holds half a surrogate pair, which UTF-8 has not" % name) from None

    def _add(self, name, data, datatype, shape, content_type):
        if not isinstance(data, (list, tuple, str, bytes, dict)) and hasattr(data, "__array__"):
            data = as_array(data)
        datatype = datatype or self.types.get(name) or self.asked.get(name) or guess(data)
        if not isinstance(datatype, str):
            raise BadOutput("unknown datatype %s" % show(datatype))
        if datatype in TEXTS:
            raw = text_of(datatype, data)
            shape = dimensions(shape) if shape is not None else []
        elif datatype == "BYTES":
            raw, found = bytes_of(data)
            shape = reshape(shape, found)
        elif datatype in SIZES:
            raw, found = numbers(datatype, data)
            shape = reshape(shape, found)
        else:
            raise BadOutput("unknown datatype %s" % show(datatype))
        self.description.append(self._head(name, datatype, tuple(shape), content_type if isinstance(content_type, str) else ""))
        self.description.append(self._place(raw))

    def _head(self, *key):
        head = self.heads.get(key)
        if head is None:
            name, datatype, shape, content_type = key
            texts = name.encode("utf-8"), content_type.encode("utf-8")
            if max(map(len, texts)) > 0xFFFF:
                raise BadOutput("its name or content_type is longer than 65535 bytes")
            head = OUTPUT.pack(len(texts[0]), len(texts[1]), ORDER.index(datatype), len(shape)) + texts[0] + texts[1] + struct.pack("<%dq" % len(shape), *shape)
            if len(self.heads) >= MOST_REMEMBERED:
                self.heads.clear()
            self.heads[key] = head
        return head

    def _place(self, raw):
        """Where the bytes were put: small ones into the frame, others into shared memory."""
        length = len(raw) if isinstance(raw, bytes) else raw.nbytes if is_array(raw) else len(raw) * raw.itemsize
        if length > MOST_BYTES:
            raise BadOutput("%d bytes are more than a tensor can have" % length)
        if length < SHARED_FROM and self.inline + length <= MOST_INLINE:
            offset = self.inline
            self.chunks.append(raw if isinstance(raw, bytes) else raw.tobytes())
            self.inline += length
            return PLACE.pack(0, offset, length)
        offset = self.offset
        target = self.shared.reach(offset + length, grow=True)
        if is_array(raw):
            numpy = sys.modules["numpy"]
            numpy.copyto(numpy.frombuffer(target, raw.dtype, raw.size, offset).reshape(raw.shape), raw)
        else:
            target[offset:offset + length] = memoryview(raw).cast("B")
        self.offset = -(-(offset + length) // ALIGNMENT) * ALIGNMENT
        return PLACE.pack(1, offset, length)


def as_array(data):
    try:
        return importlib.import_module("numpy").asarray(data)
    except ImportError:
        return data


def is_array(data):
    return hasattr(data, "dtype") and hasattr(data, "ndim")


def guess(data):
    """The datatype of data that comes without one."""
    if is_array(data):
        for datatype, code in DTYPES.items():
            if datatype != "BF16" and data.dtype.newbyteorder("=") == code:
                return datatype
        return "BYTES"
    if isinstance(data, (str, dict)):
        return "str" if isinstance(data, str) else "dict"
    first = data
    while isinstance(first, (list, tuple)) and first:
        first = first[0]
    if isinstance(first, bool):
        return "BOOL"
    if isinstance(first, int):
        return "INT64"
    return "BYTES" if isinstance(first, (str, bytes)) else "FP64"


def text_of(datatype, data):
    if is_array(data) and data.size == 1:
        data = data.item()
    if datatype != "dict":
        if isinstance(data, (list, tuple)) and len(data) == 1:
            data = data[0]
        if datatype == "FILE" and hasattr(data, "__fspath__"):
            data = os.fspath(data)
        if not isinstance(data, str):
            several = "; several strings are of datatype BYTES" if datatype == "str" and isinstance(data, (list, tuple)) else ""
            raise BadOutput("expected one %s, found %s%s" % ("path" if datatype == "FILE" else "str", kind(data), several))
        return str(data).encode("utf-8")
    if not isinstance(data, dict):
        raise BadOutput("expected a dict, found %s" % kind(data))
    try:
        return json.dumps(data, default=plain, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as e:
        if isinstance(e, UnicodeEncodeError):
            raise
        raise BadOutput("the dict cannot be written as JSON: %s" % e) from None


def plain(value):
    """numpy's scalars and arrays inside a dict."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError("%s is neither a dict, a list, a text nor a number" % kind(value))


def bytes_of(data):
    if is_array(data):
        shape, flat = list(data.shape) or [1], data.reshape(-1).tolist()
    elif isinstance(data, (str, bytes, bytearray, memoryview)):
        shape, flat = [1], [data]
    else:
        shape, flat = flatten(data)
    parts = []
    for index, value in enumerate(flat):
        if isinstance(value, str):
            value = value.encode("utf-8")
        elif not isinstance(value, (bytes, bytearray, memoryview)):
            raise BadOutput("element %d: expected bytes or str, found %s" % (index, kind(value)))
        value = bytes(value)
        parts.append(struct.pack("<I", len(value)))
        parts.append(value)
    return b"".join(parts), shape


def numbers(datatype, data):
    """Little-endian bytes, or an array of numpy, and the shape that the data themselves have."""
    if is_array(data):
        if data.dtype.kind in "biufO":
            return (from_list(datatype, data.reshape(-1).tolist()) if data.dtype.kind == "O" else from_array(datatype, data)), list(data.shape) or [1]
        raise BadOutput("expected %s, found an array of %s" % (datatype, data.dtype))
    if isinstance(data, (str, bytes, dict)):
        raise BadOutput("expected a list of %s, found %s" % (datatype, kind(data)))
    if isinstance(data, (int, float)):
        return from_list(datatype, [data]), [1]
    shape, flat = flatten(data)
    return from_list(datatype, flat), shape


def from_array(datatype, data):
    numpy = sys.modules["numpy"]
    found = data.dtype.kind
    if datatype == "BF16":
        return data if data.dtype == "<u2" else numpy.frombuffer(narrow(data.astype("<f4").reshape(-1).view("<u4").tolist()), "<u2").reshape(data.shape)
    wanted = numpy.dtype(DTYPES[datatype])
    if data.dtype == wanted:
        return data
    if wanted.kind == "b" or (wanted.kind in "iu" and found == "f"):
        raise BadOutput("expected %s, found an array of %s" % (datatype, data.dtype))
    if wanted.kind in "iu" and found in "iu" and data.size:
        limits = numpy.iinfo(wanted)
        if int(data.min()) < limits.min or int(data.max()) > limits.max:
            raise BadOutput("the array of %s holds numbers that are out of the range of %s" % (data.dtype, datatype))
    with numpy.errstate(all="ignore"):
        return data.astype(wanted)


def from_list(datatype, flat):
    try:
        if datatype in CODES:
            return array.array(CODES[datatype], flat)
        if datatype == "BOOL":
            return bytes(map(truth, flat))
        if datatype == "FP16":
            return struct.pack("<%de" % len(flat), *flat)
        return narrow(memoryview(array.array("f", flat)).cast("B").cast("I").tolist())
    except (TypeError, ValueError, OverflowError, struct.error):
        raise BadOutput(first_wrong(datatype, flat)) from None


def truth(value):
    if value is True or value is False or type(value).__name__ in ("bool_", "bool"):
        return value
    raise TypeError


def narrow(words):
    """Bits of FP32 to bits of BF16, to the nearest, ties to even; a NaN stays one."""
    return array.array("H", [(bits >> 16) | 0x40 if bits & 0x7FFFFFFF > 0x7F800000 else (bits + 0x7FFF + (bits >> 16 & 1)) >> 16 for bits in words]).tobytes()


def first_wrong(datatype, flat):
    for index, value in enumerate(flat):
        try:
            if datatype in CODES:
                array.array(CODES[datatype], [value])
            elif datatype == "BOOL":
                truth(value)
            elif datatype == "FP16":
                struct.pack("<e", value)
            else:
                array.array("f", [value])
        except OverflowError:
            return "element %d: %s is out of the range of %s" % (index, show(value), datatype)
        except (TypeError, ValueError, struct.error):
            return "element %d: expected %s, found %s" % (index, datatype, kind(value))
    return "expected a list of %s" % datatype


def flatten(data):
    """The shape and the elements of a list, nested or not; anything else that can be gone through counts as flat."""
    if not isinstance(data, (list, tuple)):
        try:
            data = list(data)
        except TypeError:
            raise BadOutput("expected a list, found %s" % kind(data)) from None
    shape = [len(data)]
    while data and isinstance(data[0], (list, tuple)):
        width = len(data[0])
        for index, row in enumerate(data):
            if not isinstance(row, (list, tuple)) or len(row) != width:
                raise BadOutput("nested lists of unequal length: [%d] differs from [0]" % index)
        shape.append(width)
        data = [value for row in data for value in row]
        if width == 0:
            break
    if data and is_array(data[0]) and data[0].ndim > 0:
        return flatten([row.tolist() for row in data])
    return shape, data


def dimensions(shape):
    if isinstance(shape, int):
        shape = [shape]
    try:
        lengths = [int(length.__index__()) for length in shape]
    except (TypeError, AttributeError):
        raise BadOutput("expected a list of whole numbers as shape, found %s" % show(shape)) from None
    if len(lengths) > MOST_DIMENSIONS or any(not 0 <= length < 1 << 63 for length in lengths):
        raise BadOutput("expected at most %d dimensions, each a length, found shape %s" % (MOST_DIMENSIONS, show(lengths)))
    return lengths


def reshape(shape, found):
    if shape is None:
        return dimensions(found)
    wanted = dimensions(shape)
    needed = count = 1
    for length in wanted:
        needed *= length
    for length in found:
        count *= length
    if needed != count:
        raise BadOutput("expected %d elements for shape %s, found %d" % (needed, wanted, count))
    return wanted


def kind(value):
    return "nothing" if value is None else type(value).__name__


def show(value):
    try:
        return clean(repr(value), 80)
    except Exception:
        return kind(value)


def clean(text, most):
    text = text if len(text) <= most else text[:most] + "..."
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def describe(error):
    try:
        message = str(error)
    except BaseException:
        message = "(its message cannot be read)"
    return {"type": clean(type(error).__name__, 200), "message": clean(message, MOST_MESSAGE)}


def is_refusal(error):
    """Whether the function says that its caller is at fault: by an exception of this name, so that it imports nothing of ours."""
    return any(base.__name__ == "InvalidInput" for base in type(error).__mro__)


def trace(error):
    """The stack trace without our own frames above the function."""
    try:
        own = error.__traceback__
        while own is not None and own.tb_frame.f_code.co_filename == __file__:
            own = own.tb_next
        lines = traceback.format_exception(type(error), error, own or error.__traceback__)
        return clean("".join(lines)[-MOST_TRACEBACK:], MOST_TRACEBACK)
    except BaseException:
        return ""


class Worker:
    def __init__(self, channel, interrupts, inputs, outputs):
        self.channel = channel
        self.interrupts = interrupts
        self.inputs = inputs
        self.outputs = outputs
        self.model = None
        self.running = False
        self.interrupted = False

    def interrupt(self, number, frame):
        try:
            # kernels there are tell of the first byte alone
            os.read(self.interrupts, 4096)
        except OSError:
            pass
        # the host says it again and again, since the first may come before the function is called; the function hears it once
        if self.running and not self.interrupted:
            self.interrupted = True
            raise Interrupted

    def load(self, start):
        # in place of our own folder, which Python leaves out where it is told to (PYTHONSAFEPATH)
        if sys.path and sys.path[0] == os.path.dirname(os.path.abspath(__file__)):
            del sys.path[0]
        code = os.path.abspath(start["code"])
        if not os.path.isdir(code):
            raise ImportError("the folder %s (pythonPath) does not exist" % code)
        sys.path.insert(0, code)
        if start["numpy"]:
            try:
                self.inputs.numpy = importlib.import_module("numpy")
            except ImportError as e:
                raise ImportError("entryPoint.tensors is numpy, and %s has no numpy: install it there, or leave tensors out (%s)" % (sys.executable, e)) from None
        module, _, name = start["function"].rpartition(".")
        self.model_key = start["model_key"]
        self.function = getattr(importlib.import_module(module), name, None)
        if not callable(self.function):
            raise ImportError("module %s has no function %s; it was imported from %s" % (module, name, getattr(sys.modules[module], "__file__", None) or "Python itself"))
        self.check(name)
        return {"docstring": clean(inspect.getdoc(self.function) or "", MOST_TEXT // 8)}

    def check(self, name):
        try:
            signature = inspect.signature(self.function)
        except (TypeError, ValueError):
            # as of a builtin; a call will tell
            return
        try:
            signature.bind(*range(5))
        except TypeError as e:
            raise TypeError("%s%s cannot be called with (parameters, inputs, output_fields, model_key, model): %s" % (name, signature, e)) from None

    def run(self, request, blob):
        """The outputs, in self.outputs."""
        entries = [self.inputs.read(entry, blob) for entry in request["inputs"]]
        fields = [dict(field) for field in request["output_fields"]]
        parameters = [pair[:] for pair in request["parameters"]]
        outputs = self.outputs
        outputs.begin(fields, request["drop"])
        self.interrupted = False
        self.running = True
        try:
            returned = self.function(parameters, entries, fields, self.model_key, self.model)
        finally:
            self.running = False
        if not isinstance(returned, (tuple, list)) or len(returned) != 2:
            raise BadOutput("expected the function to return (outputs, model), found %s" % kind(returned))
        given, self.model = returned
        if not isinstance(given, (list, tuple)):
            raise BadOutput("expected a list of outputs, found %s" % kind(given))
        if len(given) > MOST_OUTPUTS:
            raise BadOutput("%d outputs are more than the %d there may be" % (len(given), MOST_OUTPUTS))
        for index, item in enumerate(given):
            outputs.add(item, index)

    def answer(self, number, request, blob):
        """What ends the process (sys.exit in the function) is not held up."""
        try:
            self.run(request, blob)
            flush()
            description = b"".join(self.outputs.description)
            if len(description) > MOST_TEXT:
                raise BadOutput("the names and shapes of the outputs take more than 1 MiB")
            self.channel.send(number, self._kind(GAVE), description, self.outputs.chunks, self.outputs.inline)
            return
        except Interrupted as e:
            error = dict(describe(e), kind="interrupted", traceback="")
        except BadOutput as e:
            error = dict(describe(e), kind="output", traceback="")
        except SystemExit:
            raise
        except BaseException as e:
            error = dict(describe(e), kind="input", traceback="") if is_refusal(e) else dict(describe(e), kind="raised", traceback=trace(e))
        self.running = False
        flush()
        self.channel.send_json(number, self._kind(ERROR), error)

    def _kind(self, kind):
        return kind | KEEPS if self.inputs.are_kept() else kind

    def serve(self):
        while True:
            frame = self.channel.receive()
            if frame is None:
                return
            number, message, blob = frame
            if number == 0:
                self.outputs.types = message["types"]
            else:
                self.answer(number, message, blob)
            frame = message = blob = None


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass  # the function closed or replaced it


def leave(error):
    """What sys.exit asks for; threads that the function left must not hold it up."""
    code = error.code
    if code is not None and not isinstance(code, int):
        sys.stderr.write("%s\n" % code)
        code = 1
    flush()
    os._exit((code or 0) & 0xFF)


def main():
    needs_python_3_9_or_later(found=sys.version_info)
    life = die_with_host()
    exchange, arrived, leaving, interrupts = move(3), Shared(move(4)), Shared(move(5)), move(6)
    channel = Channel(exchange, arrived)
    close_others({life, channel.fd, arrived.fd, leaving.fd, interrupts})
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")
    worker = Worker(channel, interrupts, Inputs(arrived, None), Outputs(leaving))
    signal.signal(signal.SIGINT, worker.interrupt)
    hear_interrupts(interrupts)
    _, start, _ = channel.receive()
    try:
        ready = worker.load(start)
    except SystemExit as e:
        leave(e)
    except BaseException as e:
        channel.send_json(0, HELLO, {"failed": dict(describe(e), traceback=trace(e))})
        flush()
        os._exit(1)
    channel.send_json(0, HELLO, {"ready": ready})
    try:
        worker.serve()
        flush()
    except SystemExit as e:
        leave(e)
    except ConnectionError:
        pass  # the host went in the middle of an answer
    # this process may see the host's end before the kernel acts on it, and then nobody else would end what the function started
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main()
