"""Trains a small neural network on the penguins' measurements.

Run it in this folder: python train_torch.py [CHECKPOINT]
Given a checkpoint, training goes on from there.
"""

import sys

import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

MEASUREMENTS = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
SPECIES = ["Adelie", "Chinstrap", "Gentoo"]
EPOCHS = 30


class PenguinNet(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.layers = nn.Sequential(
            nn.Linear(len(MEASUREMENTS), 16),
            nn.ReLU(),
            nn.Dropout(0.1),
            nn.Linear(16, len(SPECIES)),
        )

    def forward(self, x):
        return self.layers((x - self.mean) / self.std)


torch.manual_seed(42)

penguins = pd.read_csv("penguins.csv").dropna(subset=MEASUREMENTS)
X = torch.tensor(penguins[MEASUREMENTS].to_numpy(), dtype=torch.float32)
y = torch.tensor(penguins["species"].map(SPECIES.index).to_numpy())
train_set, test_set = random_split(TensorDataset(X, y), [len(X) - 80, 80])

X_train = X[train_set.indices]
model = PenguinNet(X_train.mean(dim=0), X_train.std(dim=0))
if len(sys.argv) > 1:
    model.load_state_dict(torch.load(sys.argv[1], map_location="cpu", weights_only=False))

loss_function = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)

for epoch in range(EPOCHS):
    model.train()
    total = 0.0
    for measurements, species in DataLoader(train_set, batch_size=32, shuffle=True):
        loss = loss_function(model(measurements), species)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(species)
    if (epoch + 1) % 10 == 0:
        print(f"epoch {epoch + 1}: loss {total / len(train_set):.3f}")

model.eval()
correct = 0
with torch.no_grad():
    for measurements, species in DataLoader(test_set, batch_size=32):
        correct += (model(measurements).argmax(dim=1) == species).sum().item()
print(f"accuracy on {len(test_set)} held-out penguins: {correct / len(test_set):.3f}")

torch.save(model.state_dict(), "penguins.pt")
