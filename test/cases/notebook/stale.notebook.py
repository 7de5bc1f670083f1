# %% [1]
import numpy as np
import pandas as pd
from lib import load, train
LIMIT = 40
# %% [2]
frame = load()
# %% [9]
frame = frame[frame["age"] < LIMIT]
# %% [4]
model = train(frame)
#             ^^^^^ out-of-order-execution
# %% [5]
print(model, np.mean(scores))
#                    ^^^^^^ deleted-definition
# %%
frame = frame.dropna()
# %% [6]
def report(name):
    return missing[name]
# %% [12]
print(frame.shape)
