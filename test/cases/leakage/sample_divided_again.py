# The training rows of a sample are divided again, and the others are scored.
import pandas as pd
from tensorflow import keras
cars = pd.read_csv("cars.csv")
train = cars.sample(frac=0.8, random_state=0)
test = cars.drop(train.index)
y_train, y_test = train.pop("mpg"), test.pop("mpg")
mean = train.mean()
model = keras.Sequential([keras.layers.Dense(1)])
model.compile(loss="mse", optimizer="adam")
model.fit(train - mean, y_train, validation_split=0.2)
print(model.evaluate(test - mean, y_test))
