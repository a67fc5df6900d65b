"""What is measured: servers, and what each is asked."""

import json
import os
import pathlib
import re
import socket
import statistics
import struct
import subprocess
import urllib.request

import message

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
MODELS = REPOSITORY / "models"
DIGITS, FOREST, NETWORK = "digits", "100 trees", "convolutional network"
TICKS = os.sysconf("SC_CLK_TCK")
GRPC_METHOD = "/inference.GRPCInferenceService/ModelInfer"

MANIFEST = """
apiVersion: unified-platform.cs.hse.ru/v1
kind: APIComponent
metadata: {{ name: {name}-api, namespace: load }}
spec:
  published: true
  mlComponent: {{ name: {name} }}
  restfulApi: {{ path: {name}, auth: {{ anonymous: {{}} }} }}
---
apiVersion: unified-platform.cs.hse.ru/v1
kind: DataBox
metadata: {{ name: {name}-models, namespace: load }}
spec: {{ folder: {{ path: {folder} }} }}
---
apiVersion: unified-platform.cs.hse.ru/v1
kind: MLComponent
metadata: {{ name: {name}, namespace: load }}
spec:
  mlService:
    inference:
      entryPoint: {{ onnx: {{ intraOpThreads: 1 }} }}
      model: {{ modelBox: weights, modelPath: /home/{name}/weights/{model}.onnx }}
      queue: {{ maxLength: {queue} }}{batching}
  connectedBoxes:
    - {{ name: weights, path: /home/{name}/weights, mountS3Box: {{ s3BoxName: {name}-models }} }}
---
"""

# the closed loop never has more than its connections wait; the open loop asks components whose queue is as short as callers are patient: a few runs of the model
ROOMY, SHORT = 1000, 4
# where what waits is joined into the next run, twice as many wait no longer: and a queue shorter than a batch would only forbid batches
JOINED = 2 * SHORT
BATCHING = "\n      batching: { maxBatchSize: 64 }"
# by host: one for each model, so that its memory is that of a host that serves this model
COMPONENTS = {
    DIGITS: (("digits", "digits", ROOMY, ""), ("digits-short", "digits", SHORT, "")),
    FOREST: (("trees", "digits-forest", ROOMY, ""),),
    NETWORK: (
        ("network", "digits-conv", ROOMY, ""),
        ("network-short", "digits-conv", SHORT, ""),
        ("batched", "digits-conv", ROOMY, BATCHING),
        ("batched-short", "digits-conv", JOINED, BATCHING),
    ),
}


class Target:
    """Where something is asked, what is sent there, and the process that answers."""

    def __init__(self, name, model, url, body, pid, headers=None):
        self.name, self.model, self.url, self.body, self.pid = name, model, url, body, pid
        self.headers = headers or {"Content-Type": "application/json"}
        # what wrk or h2load saw, by connections
        self.runs = {}
        # what the open loop saw, by the share of the maximum
        self.rates = {}
        self.shares = ()
        self.open_url = url
        self.start_ms = None
        self.resident = None
        # of gRPC, else none: where the host says how its calls ended, and what it calls them
        self.metrics = self.component = None

    @property
    def is_http2(self):
        return False

    @property
    def is_floor(self):
        return False

    def ask(self):
        request = urllib.request.Request(self.url, self.body, self.headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read()

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_mb(self):
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{self.pid}/status").read_text())[1]) / 1024

    def median(self, connections, figure):
        return statistics.median(run[figure] for run in self.runs[connections])

    def rate_median(self, share, figure):
        return statistics.median(run[figure] for run in self.rates[share])


class Floor(Target):
    """An empty endpoint."""

    @property
    def is_floor(self):
        return True


class Http2Floor(Floor):
    """The same, as gRPC reaches it."""

    @property
    def is_http2(self):
        return True

    def ask(self):
        # without a body it is a GET, which is answered, too, that it may not be
        if " 1 done" not in subprocess.run(["h2load", "-n1", self.url], capture_output=True, text=True, check=True).stdout:
            raise OSError("no answer")
        return b""


class GrpcTarget(Target):
    """As h2load asks it: one message over and over."""

    def __init__(self, name, model, port, is_raw, pixels, pid, metrics):
        super().__init__(name, model, f"http://127.0.0.1:{port}{GRPC_METHOD}", message.infer("load.digits", pixels, is_raw), pid, {"content-type": "application/grpc", "te": "trailers"})
        self.metrics, self.component = metrics, "load.digits"
        self.address = f"127.0.0.1:{port}"

    @property
    def is_http2(self):
        return True

    def ask(self):
        import grpc

        with grpc.insecure_channel(self.address) as channel:
            try:
                return channel.unary_unary(GRPC_METHOD)(self.body[5:], timeout=10)
            except grpc.RpcError as error:
                raise OSError(f"{error.code()}: {error.details()}") from error


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_manifest(folder, name, model, queue, batching):
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(MANIFEST.format(name=name, folder=MODELS / model, model=model, queue=queue, batching=batching))


class Servers:
    """The processes, and what can be asked of them."""

    def __init__(self, options, log):
        self.options, self.log = options, log
        self.work = pathlib.Path(options.work)
        self.body = pathlib.Path(options.body).read_bytes()
        self.pixels = json.loads(self.body)["inputs"][0]["data"]
        self.processes = []
        self.targets = []
        # by target: how to start the like of it, and the URL it then has
        self.starts = {}
        self.batch_metrics = None

    def start(self):
        self.add_floor()
        self.add_ours()
        self.add_node()
        self.add_fastapi()
        return self.targets

    def add(self, target):
        self.targets.append(target)
        return target

    def run(self, command):
        self.processes.append(subprocess.Popen(command, stdout=self.log, stderr=self.log, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}))
        return self.processes[-1].pid

    def add_floor(self):
        floor = self.add(Floor("floor", DIGITS, self.options.floor, self.body, self.options.floor_pid))
        floor.shares = (0.5, 0.8)
        url = f"http://127.0.0.1:{free_port()}"
        self.starts[floor] = ([self.options.load, "floor", "--url", url], f"{url}/")
        url = f"http://127.0.0.1:{free_port()}"
        pid = self.run([self.options.load, "floor", "--http2", "--url", url])
        self.add(Http2Floor("floor, HTTP/2", DIGITS, f"{url}/", message.infer("load.digits", self.pixels, True), pid))

    def serve(self, name, components, ports):
        """The command of a host with these components."""
        for component in components:
            write_manifest(self.work / name, *component)
        public, internal, grpc = ports
        return [
            self.options.host, "serve", str(self.work / name), "--public-port", str(public), "--internal-port", str(internal), "--grpc-port", "0",
            "--public-grpc-port", str(grpc), "--data", str(self.work / f"{name}-data"),
        ]

    def add_ours(self):
        for model, add in ((DIGITS, self.add_digits), (FOREST, self.add_forest), (NETWORK, self.add_network)):
            public, internal, grpc = ports = free_port(), free_port(), free_port()
            pid = self.run(self.serve(model.replace(" ", "-"), COMPONENTS[model], ports))
            add(f"http://127.0.0.1:{public}/load", f"http://127.0.0.1:{internal}/metrics", grpc, pid)

    def add_digits(self, url, metrics, grpc, pid):
        head = json.dumps({"inputs": [{"name": "image", "datatype": "FP32", "shape": [1, 64], "parameters": {"binary_data_size": 256}}], "parameters": {"binary_data_output": True}}).encode()
        binary = head + struct.pack("<64f", *self.pixels)
        binary_headers = {"Content-Type": "application/octet-stream", "Inference-Header-Content-Length": str(len(head))}
        predict = self.add(Target("ours, predict", DIGITS, f"{url}/digits/predict", self.body, pid))
        predict.open_url, predict.shares = f"{url}/digits-short/predict", (0.5, 0.8, 2)
        self.add(Target("ours, V2 JSON", DIGITS, f"{url}/digits/v2/models/digits/infer", self.body, pid))
        self.add(Target("ours, V2 binary", DIGITS, f"{url}/digits/v2/models/digits/infer", binary, pid, binary_headers))
        self.add(GrpcTarget("ours, gRPC raw", DIGITS, grpc, True, self.pixels, pid, metrics))
        self.add(GrpcTarget("ours, gRPC typed", DIGITS, grpc, False, self.pixels, pid, metrics))
        ports = free_port(), free_port(), 0
        self.starts[predict] = (self.serve("one", COMPONENTS[DIGITS][:1], ports), f"http://127.0.0.1:{ports[0]}/load/digits/predict")

    def add_forest(self, url, metrics, grpc, pid):
        self.add(Target("ours, predict", FOREST, f"{url}/trees/predict", self.body, pid))

    def add_network(self, url, metrics, grpc, pid):
        self.batch_metrics = metrics
        for name, path in (("ours, predict", "network"), ("ours, predict, batching", "batched")):
            network = self.add(Target(name, NETWORK, f"{url}/{path}/predict", self.body, pid))
            network.open_url, network.shares = f"{url}/{path}-short/predict", (0.5, 0.8, 2)

    def add_peer(self, name, model, command):
        """A server that is told its port last."""
        port, other = free_port(), free_port()
        peer = self.add(Target(name, model, f"http://127.0.0.1:{port}/", self.body, self.run([*command, str(port)])))
        if model == DIGITS:
            peer.shares = (0.5, 0.8)
            self.starts[peer] = ([*command, str(other)], f"http://127.0.0.1:{other}/")

    def add_node(self):
        # it may be that it could not be installed
        if not (pathlib.Path(self.options.node) / "node_modules").is_dir():
            return
        for model, name in ((DIGITS, "digits"), (FOREST, "digits-forest"), (NETWORK, "digits-conv")):
            self.add_peer("node", model, ["node", f"{self.options.node}/server.js", str(MODELS / name / f"{name}.onnx")])

    def add_fastapi(self):
        peer = REPOSITORY / "benchmarks/peers/fastapi"
        subprocess.run(["/usr/bin/python3", str(peer / "train.py"), str(self.work)], check=True, stdout=self.log, stderr=self.log, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
        for model, name in ((DIGITS, "digits"), (FOREST, "digits-forest")):
            self.add_peer("FastAPI", model, ["/usr/bin/python3", str(peer / "server.py"), str(self.work / f"{name}.joblib")])
