# What follows from the inputs alone: what the file states about other tensors is taken away first.
# Shapes by onnx.shape_inference: model files, one a line, on stdin; a JSON object of file -> tensor -> [type, shape].
import json
import sys

import onnx
from onnx import shape_inference


def told(value):
    kind = value.type.WhichOneof("value")
    if kind != "tensor_type":
        return [kind, None]
    tensor = value.type.tensor_type
    if not tensor.HasField("shape"):
        return [tensor.elem_type, None]
    sizes = []
    for dimension in tensor.shape.dim:
        which = dimension.WhichOneof("value")
        sizes.append(dimension.dim_value if which == "dim_value" else dimension.dim_param or None)
    return [tensor.elem_type, sizes]


answers = {}
for line in sys.stdin:
    path = line.rstrip("\n")
    try:
        model = onnx.load(path, load_external_data=False)
        del model.graph.value_info[:]
        for output in model.graph.output:
            if output.type.WhichOneof("value") == "tensor_type":
                output.type.tensor_type.ClearField("shape")
        inferred = shape_inference.infer_shapes(model, data_prop=True)
        graph = inferred.graph
        answers[path] = {value.name: told(value) for value in [*graph.value_info, *graph.output]}
    except Exception as error:  # a file that Python refuses is not compared
        answers[path] = {"": [str(error)[:200], None]}
json.dump(answers, sys.stdout)
