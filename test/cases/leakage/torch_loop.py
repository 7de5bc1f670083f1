import pandas as pd
import torch
from sklearn.preprocessing import StandardScaler
from torch.utils.data import DataLoader, TensorDataset, random_split

df = pd.read_csv('sensors.csv')
X = StandardScaler().fit_transform(df.drop(columns='load'))
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ fit-before-split
dataset = TensorDataset(torch.tensor(X), torch.tensor(df['load'].values))
train, test = random_split(dataset, [800, 200], generator=torch.Generator().manual_seed(0))

net = torch.nn.Sequential(torch.nn.Linear(8, 16), torch.nn.ReLU(), torch.nn.Linear(16, 1))
optimizer = torch.optim.Adam(net.parameters())
for epoch in range(20):
    net.train()
    for batch, load in DataLoader(train, batch_size=32):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(net(batch), load)
        loss.backward()
        optimizer.step()

net.eval()
with torch.no_grad():
    for batch, load in DataLoader(test, batch_size=32):
        print(torch.nn.functional.mse_loss(net(batch), load).item())
