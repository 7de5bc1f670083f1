# Training loops in the shapes people write them in: helpers, AMP, several parts in one file.
import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(8, 8), nn.BatchNorm1d(8), nn.ReLU())
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        return self.head(F.dropout(self.features(x), 0.2))
        #                ^^^^^^^^^ always-on-dropout


def train_one_epoch(model, loader, optimizer, scaler):
    losses = []
    for step, (x, y) in enumerate(loader):
        with torch.autocast("cuda"):
            loss = F.cross_entropy(model(x), y)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        #<^^^^^^^^^ missing-zero-grad
        scaler.update()
        losses.append(loss.detach())
    return torch.stack(losses).mean()


@torch.no_grad()
def accuracy(model, loader):
    hits = total = 0
    for x, y in loader:
        hits += (model(x).argmax(1) == y).sum().item()
        total += len(y)
    return hits / total


def main(train_loader, valid_loader):
    torch.manual_seed(0)
    model = Net()
    optimizer = torch.optim.AdamW(model.parameters())
    scaler = torch.amp.GradScaler("cuda")
    best, best_weights = 0.0, None
    for epoch in range(20):
        model.train()
        print(train_one_epoch(model, train_loader, optimizer, scaler))
        model.eval()
        score = accuracy(model, valid_loader)
        if score > best:
            best, best_weights = score, model.state_dict()
            #                           ^^^^^^^^^^^^^^^^^^ aliased-state-dict
    model.load_state_dict(best_weights)
    return model


def accumulate(model, loader, optimizer, every=4):
    # The step and the zeroing stand under one condition: nothing to say.
    running = 0.0
    for i, (x, y) in enumerate(loader):
        loss = F.cross_entropy(model(x), y) / every
        loss.backward()
        running += loss.item()
        if (i + 1) % every == 0:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
    return running


def adversarial(model, images, labels, epsilon=0.1):
    # Gradients of the input, not of the weights: no optimizer, no mode to switch.
    model.eval()
    images.requires_grad_(True)
    loss = F.cross_entropy(model(images), labels)
    loss.backward()
    return (images + epsilon * images.grad.sign()).detach()
