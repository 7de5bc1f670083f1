# A service: a session for each request is reported, one that is made once or on demand is not.
# beside: m.onnx = x: float32[?, 2] -> y: float32[?]
from functools import lru_cache

import numpy as np
import onnxruntime as ort
from flask import Flask, request

app = Flask(__name__)
_session = None


@lru_cache(maxsize=1)
def cached():
    return ort.InferenceSession("m.onnx")


def lazily():
    global _session
    if _session is None:
        _session = ort.InferenceSession("m.onnx")
    return _session


@app.route("/slow", methods=["POST"])
def slow():
    session = ort.InferenceSession("m.onnx", providers=["CPUExecutionProvider"])
#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ session-in-loop
    rows = np.asarray(request.json["rows"], dtype=np.float32)
    return {"y": session.run(["y"], {"x": rows})[0].tolist()}


@app.route("/chosen/<name>")
def chosen(name):
    return {"inputs": [one.name for one in ort.InferenceSession(f"{name}.onnx").get_inputs()]}


@app.route("/fast", methods=["POST"])
def fast():
    rows = np.asarray(request.json["rows"], dtype=np.float32)
    return {"y": cached().run(["y"], {"x": rows})[0].tolist(), "z": lazily().run(None, {"X": rows})[0].tolist()}
#                                                                                       ^^^ unknown-input-name
