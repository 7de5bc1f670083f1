"""Asks the exported model for the species of one penguin.

Run it in this folder: python predict.py
"""

import numpy as np
import onnxruntime as ort

session = ort.InferenceSession("penguins.onnx")

label, probabilities = session.run(
    None,
    {
        "bill_length_mm": np.array([[46.1]], dtype=np.float32),
        "bill_depth_mm": np.array([[13.2]], dtype=np.float32),
        "flipper_length": np.array([[211.0]], dtype=np.float32),
        "body_mass_g": np.array([[4500.0]], dtype=np.float32),
        "island": np.array([["Biscoe"]], dtype=object),
    },
)

print(f"species: {label[0]}")
for species, probability in probabilities[0].items():
    print(f"  {species:10} {probability:.3f}")
