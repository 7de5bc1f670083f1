# A model that is exported and run in one file: what lies on the disk may be older than the code.
# beside: net.onnx = old_name: float64[7] -> gone: float32[1]
import numpy as np
import onnxruntime as ort
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.2), nn.Linear(8, 3))

    def forward(self, x):
        return self.layers(x)


def to_numpy(tensor):
    return tensor.detach().cpu().numpy() if tensor.requires_grad else tensor.cpu().numpy()


net = Net()
net.eval()
sample = torch.randn(1, 4, requires_grad=True)
torch.onnx.export(
    net,
    sample,
    "net.onnx",
    input_names=["input"],
    output_names=["output"],
    dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}},
)
session = ort.InferenceSession("net.onnx", providers=["CPUExecutionProvider"])
outputs = session.run(None, {session.get_inputs()[0].name: to_numpy(sample)})
np.testing.assert_allclose(to_numpy(net(sample)), outputs[0], rtol=1e-3, atol=1e-5)
session.run(None, {"inputs": to_numpy(sample)})
#                  ^^^^^^^^ export-input-mismatch
