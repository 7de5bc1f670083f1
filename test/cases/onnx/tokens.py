# A text model fed by a tokenizer: types that come from elsewhere are not judged, those made here are.
# beside: bert.onnx = input_ids: int64[batch, n], attention_mask: int64[batch, n], token_type_ids: int64[batch, n] -> logits: float32[batch, 2]
from pathlib import Path

import numpy as np
import onnxruntime as ort
from transformers import AutoTokenizer

HERE = Path(__file__).resolve().parent
tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased", revision="v1")
session = ort.InferenceSession(str(HERE / "bert.onnx"))


def classify(texts):
    tokens = tokenizer(texts, return_tensors="np", padding=True)
    return session.run(None, dict(tokens))[0]


def classify_by_hand(texts):
    tokens = tokenizer(texts, return_tensors="np", padding=True)
    feed = {name: values.astype(np.int64) for name, values in tokens.items()}
    (logits,) = session.run(["logits"], feed)
    return logits


def classify_some(texts):
    tokens = tokenizer(texts, return_tensors="np")
    return session.run(None, {"input_ids": tokens["input_ids"], "attention_mask": tokens["attention_mask"]})
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-input


def classify_padded(ids):
    mask = np.ones((1, 128), dtype=np.int32)
    feed = {"input_ids": ids, "attention_mask": mask}
#                                               ^^^^ input-type-mismatch
    feed["token_type_ids"] = np.zeros_like(ids)
    return session.run(None, feed)[0][0]
