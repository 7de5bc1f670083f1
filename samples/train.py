"""Trains a classifier that tells a penguin's species by its measurements.

Run it in this folder: python train.py
"""

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, classification_report
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

MEASUREMENTS = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]

penguins = pd.read_csv("penguins.csv")

unmeasured = penguins[penguins["bill_length_mm"] == np.nan]
print(f"{len(penguins)} penguins, {len(unmeasured)} of them not measured")

# Fill the gaps, so that no bird is lost.
penguins["bill_length_mm"] = penguins["bill_length_mm"].fillna(penguins["bill_length_mm"].mean())
penguins["bill_depth_mm"] = penguins["bill_depth_mm"].fillna(penguins["bill_depth_mm"].mean())
penguins["flipper_length_mm"] = penguins["flipper_length_mm"].fillna(penguins["flipper_length_mm"].median())
penguins["body_mass_g"] = penguins["body_mass_g"].fillna(penguins["body_mass_g"].median())

# Bring all measurements to the same scale.
scaler = StandardScaler()
X = scaler.fit_transform(penguins[MEASUREMENTS])
y = penguins["species"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y)

model = LogisticRegression(max_iter=1000)
model.fit(X_train, y_train)

predicted = model.predict(X_test)
print(f"accuracy: {accuracy_score(y_test, predicted):.3f}")
print(classification_report(y_test, predicted))
