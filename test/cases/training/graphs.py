# Losses, graphs and leaves in the shapes people write them in: policies, attacks, moving averages, two optimizers.
import copy
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(3)


class Critic(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, width), nn.ReLU())
        self.value = nn.Linear(width, 1)
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, x):
        return self.value(self.body(x)) * self.scale

    def clip(self):
        self.scale.clamp_(0, 1)
        #<^^^^^^^^^^^^^^^^^^^^^ inplace-leaf
        self.scale.data.clamp_(0, 1)


class Ranker(nn.Module):
    def __init__(self):
        super().__init__()
        self.score = nn.Linear(4, 1)

    def forward(self, x):
        return self.score(x)


def reinforce(policy, optimizer, states, actions, rewards):
    advantages = torch.tensor(rewards)
    advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)
    log_probs = torch.log_softmax(policy(states), dim=1)
    loss = -(log_probs.gather(1, actions) * advantages.detach()).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def attack(model, image, label, eps):
    delta = torch.zeros_like(image, requires_grad=True)
    loss = F.cross_entropy(model(image + delta), label)
    loss.backward()
    return (image + eps * delta.grad.sign()).detach()


def average(model, shadow, decay):
    for p, q in zip(shadow.parameters(), model.parameters()):
        p.mul_(decay).add_(q.detach(), alpha=1 - decay)


def fit(loader):
    ranker = Ranker()
    backup = copy.deepcopy(ranker)
    optimizer = torch.optim.SGD(ranker.parameters(), lr=0.1)
    targets = torch.linspace(0, 1, 32)
    for rows, labels in loader:
        optimizer.zero_grad()
        fitted = F.mse_loss(ranker(rows), targets)
        #                   ^^^^^^^^^^^^ broadcast-loss
        plain = F.mse_loss(ranker(rows).squeeze(-1), targets)
        (fitted + plain).backward()
        optimizer.step()
        found = torch.tensor((labels > 0).float().mean().item(), requires_grad=True)
        found.backward()
        #<^^^ detached-loss
    return backup
