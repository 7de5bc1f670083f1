# The last rows of training begin the test windows: only the new rows are looked at.
import numpy as np
import pandas as pd
from keras.layers import LSTM, Dense
from keras.models import Sequential
from sklearn.preprocessing import MinMaxScaler

prices = pd.read_csv('prices.csv')[['close']].values
border = int(len(prices) * 0.8)
scaler = MinMaxScaler()
train = scaler.fit_transform(prices[:border])
test = scaler.transform(prices[border - 60:])


def windows(rows):
    X, y = [], []
    for i in range(60, len(rows)):
        X.append(rows[i - 60:i, 0])
        y.append(rows[i, 0])
    return np.array(X), np.array(y)


X_train, y_train = windows(train)
X_test, y_test = windows(test)
model = Sequential([LSTM(50), Dense(1)])
model.compile(optimizer='adam', loss='mse')
model.fit(X_train, y_train, epochs=5)
print(model.evaluate(X_test, y_test))
