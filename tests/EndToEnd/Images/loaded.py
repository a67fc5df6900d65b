"""Makes one prediction of the sample, and prints every file that Python and the loader had open for it beside the standard library."""
import os
import sys

sample = sys.argv[1]
sys.dont_write_bytecode = True
sys.path.insert(0, sample)

from iris import predict  # noqa: E402

model = os.path.join(sample, "data/users/developer/file_groups/models/iris.joblib")
measurements = {"name": "measurements", "datatype": "FP64", "shape": [4], "data": [5.9, 3.0, 4.2, 1.5]}
predict.inference([], [measurements], [], model)

files = {os.path.realpath(m.__file__) for m in list(sys.modules.values()) if getattr(m, "__file__", None)}
with open("/proc/self/maps") as maps:
    files |= {line.split()[5] for line in maps if ".so" in line}
print("\n".join(sorted(f for f in files if f.startswith("/usr/") or f.startswith("/lib"))))
