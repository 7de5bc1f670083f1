"""Runs pieces of Python code beside small models, and evaluates expressions that give arrays.

Reads from standard input {"models": {path: {"inputs": [[name, type, shape]], "outputs": [...]}},
"pieces": {id: code}, "arrays": {id: [statements, expression]}} and prints
{"pieces": {id: "ran" | "raised: …"}, "arrays": {id: [dtype, shape] | "raised: …"}}.
"""

import json
import os
import sys
import tempfile

import numpy as np


def write_model(path, inputs, outputs):
    import onnx
    from onnx import TensorProto, helper

    number = {"float32": "FLOAT", "float64": "DOUBLE"}

    def value(name, kind, shape):
        return helper.make_tensor_value_info(name, getattr(TensorProto, number.get(kind, kind.upper())), shape)

    def constant(name, kind, shape):
        size = [one if isinstance(one, int) else 1 for one in shape]
        array = np.zeros(size, dtype=kind)
        return helper.make_node("Constant", [], [name], value=onnx.numpy_helper.from_array(array))

    graph = helper.make_graph(
        [constant(*each) for each in outputs],
        "test",
        [value(*each) for each in inputs],
        [value(*each) for each in outputs],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)
    onnx.save(model, path)


def run(code):
    try:
        exec(code, {"__name__": "__main__", "__file__": os.path.abspath("code.py")})
    except Exception as error:  # noqa: BLE001 - that it raises is what is asked
        return f"raised: {type(error).__name__}: {error}"
    return "ran"


def evaluate(statements, expression):
    names = {}
    try:
        exec(statements, names)
        array = eval(expression, names)
    except Exception as error:  # noqa: BLE001
        return f"raised: {type(error).__name__}: {error}"
    if not isinstance(array, np.ndarray):
        return type(array).__name__
    kind = "string" if array.dtype.kind == "U" else str(array.dtype)
    return [kind, list(array.shape)]


def main():
    asked = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for path, model in asked["models"].items():
            write_model(path, model["inputs"], model["outputs"])
        pieces = {name: run(code) for name, code in asked["pieces"].items()}
        arrays = {name: evaluate(*code) for name, code in asked["arrays"].items()}
        os.chdir("/")
    json.dump({"pieces": pieces, "arrays": arrays}, sys.stdout)


if __name__ == "__main__":
    main()
