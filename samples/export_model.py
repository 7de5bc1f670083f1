"""Trains the species classifier on honest ground and exports it as penguins.onnx.

Nothing is learnt from the test part: the imputer, the scaler and the encoder are steps of the pipeline, so they are
fitted on the training part alone.

Run it in this folder: python export_model.py
"""

import numpy as np
import onnxruntime
import pandas as pd
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SEED = 42
MEASUREMENTS = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
PLACES = ["island"]


def build_pipeline():
    measurements = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    features = make_column_transformer(
        (measurements, MEASUREMENTS),
        (OneHotEncoder(handle_unknown="ignore"), PLACES),
    )
    return make_pipeline(features, LogisticRegression(max_iter=1000))


def export(pipeline, path):
    """Writes the pipeline as an ONNX model with one named input for each column and any number of rows."""
    inputs = [(name, FloatTensorType([None, 1])) for name in MEASUREMENTS]
    inputs += [(name, StringTensorType([None, 1])) for name in PLACES]
    model = to_onnx(pipeline, initial_types=inputs, name="penguins", target_opset={"": 17, "ai.onnx.ml": 3})
    for value in [*model.graph.input, *model.graph.output]:
        if value.type.HasField("tensor_type"):
            value.type.tensor_type.shape.dim[0].dim_param = "penguins"
    model.doc_string = "Tells the species of a penguin of the Palmer Archipelago by its measurements and its island."
    with open(path, "wb") as file:
        file.write(model.SerializeToString(deterministic=True))


def predict_exported(path, rows):
    session = onnxruntime.InferenceSession(path)
    feed = {name: rows[[name]].to_numpy(np.float32) for name in MEASUREMENTS}
    feed |= {name: rows[[name]].to_numpy(object) for name in PLACES}
    labels, _ = session.run(None, feed)
    return labels


def main():
    penguins = pd.read_csv("penguins.csv")
    X = penguins[MEASUREMENTS + PLACES]
    y = penguins["species"]
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=SEED)

    pipeline = build_pipeline()
    pipeline.fit(X_train, y_train)
    expected = pipeline.predict(X_test)
    print(f"accuracy on {len(X_test)} held-out penguins: {accuracy_score(y_test, expected):.3f}")

    export(pipeline, "penguins.onnx")
    exported = predict_exported("penguins.onnx", X_test)
    print(f"penguins.onnx agrees on {(exported == expected).mean():.0%} of them")


if __name__ == "__main__":
    main()
