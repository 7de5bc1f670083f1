# Each picture is scaled by numbers of its own pixels: nothing of one picture goes into another.
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def patch(path, top=8, left=8):
    picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE).astype(np.float32)
    if picture.max() > 1:
        picture = picture / 255
    picture = np.repeat(picture[:, :, None], 3, axis=2)[:, :, 0]
    crop = picture[top : top + 64, left : left + 64]
    border = np.r_[crop[0], crop[-1], crop[:, 0], crop[:, -1]]
    crop = crop - np.median(border)
    bright = crop > 0.5
    rows, columns = np.nonzero(bright)
    middle = np.stack([rows, columns], axis=1).mean(0)
    profile = crop.mean(axis=1)
    profile /= profile.max()
    return np.r_[crop.ravel() / crop.std(), profile, middle, bright.mean()]


def patches(folder):
    found = []
    for path in sorted(Path(folder).glob("*.png")):
        found.append(patch(path))
    return np.asarray(found)


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4163, 1)

    def forward(self, x):
        return self.layer(x)


def train(x, y):
    model = Head()
    optimizer = torch.optim.Adam(model.parameters())
    for batch, label in DataLoader(TensorDataset(torch.tensor(x), torch.tensor(y))):
        loss = nn.functional.binary_cross_entropy_with_logits(model(batch), label)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


everything = patches("pictures")
seen, unseen = everything[:200], everything[200:]
labels = np.load("labels.npy")
model = train(seen, labels[:200])
model.eval()
with torch.no_grad():
    print(((model(torch.tensor(unseen)) > 0) == torch.tensor(labels[200:])).float().mean())

# A mean over all pictures is another thing.
centred = everything - everything.mean(axis=0)
#                      ^^^^^^^^^^^^^^^^^^^^^^^ statistic-before-split
seen, unseen = centred[:200], centred[200:]
model = train(seen, labels[:200])
model.eval()
with torch.no_grad():
    print(((model(torch.tensor(unseen)) > 0) == torch.tensor(labels[200:])).float().mean())
