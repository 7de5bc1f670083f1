# A detector as a class: the model by a default argument, pictures prepared by a method, results taken apart.
# beside: models/detector.onnx = images: float32[1, 3, 640, 640] -> boxes: float32[1, n, 4], scores: float32[1, n]
import cv2
import numpy as np
import onnxruntime


class Detector:
    def __init__(self, path="models/detector.onnx", threshold=0.5):
        self.threshold = threshold
        self.session = onnxruntime.InferenceSession(path, providers=["CUDAExecutionProvider", "CPUExecutionProvider"])

    def prepare(self, image):
        resized = cv2.resize(image, (640, 640))
        planes = resized.transpose(2, 0, 1)
        return np.expand_dims(planes, 0).astype(np.float32) / 255.0

    def detect(self, image):
        boxes, scores = self.session.run(None, {"images": self.prepare(image)})
        return boxes[scores > self.threshold]

    def detect_blob(self, image):
        blob = cv2.dnn.blobFromImage(image, 1 / 255.0, (416, 416), swapRB=True)
        boxes, scores, classes = self.session.run(None, {"images": blob})
#       ^^^^^^^^^^^^^^^^^^^^^^ output-count-mismatch
#                                                                  ^^^^ input-shape-mismatch
        return boxes

    def warm_up(self):
        self.session.run(["boxes"], {"images": np.zeros((1, 3, 640, 640))})
#                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^ input-type-mismatch
        self.session.run(["boxes"], {"image": np.zeros((1, 3, 640, 640), dtype=np.float32)})
#                                    ^^^^^^^ unknown-input-name


if __name__ == "__main__":
    print(Detector().detect(cv2.imread("street.jpg")))
