# Frames that come through functions, loops and merges; and things that only look like frames.
import numpy as np
import pandas as pd


def load(path):
    frame = pd.read_csv(path)
    frame["age"].fillna(frame["age"].median(), inplace=True)
    #<^^^^^^^^^^^^^^^^^ chained-assignment
    return frame


train, test = load("train.csv"), load("test.csv")
for part in [train, test]:
    part["fare"][part["fare"] < 0] = np.nan
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^ chained-assignment
    part.drop(columns=["cabin"])
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ discarded-result

merged = train.merge(test, on="id", how="left")
missing = merged[merged["fare_y"] == np.nan]
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^ nan-equality
kept = merged[merged["fare_y"].notna()]
kept.loc[kept["age_x"] > 99, "age_x"] = 99

settings = {"model": {"depth": 3}}
settings["model"]["depth"] = 4
grid = [[0] * 3 for _ in range(3)]
grid[1][2] = 5
names = "a b".replace("a", "b")
print(missing, kept, settings, grid, names, kept["age_x"].value_counts())
