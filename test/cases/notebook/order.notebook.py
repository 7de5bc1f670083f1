# %%
%matplotlib inline
import pandas as pd
import matplotlib.pyplot as plt
# %%
def show(frame):
    plt.hist(frame[column])
# %%
rows = pd.read_csv("rows.csv")
column = "age"
show(rows)
# %%
print(scores.mean())
#     ^^^^^^ use-before-definition
total = sum(n for n in range(3) if n)
# %%
scores = rows[column]
# %%
for n in range(3):
    print(n, total)
