# The scaler saw the validation rows, a part of the training side, but not the test rows: what those say is clean.
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

df = pd.read_csv('houses.csv')
rest, test = train_test_split(df, random_state=0)
scaler = MinMaxScaler()
rest[['area']] = scaler.fit_transform(rest[['area']])
test[['area']] = scaler.transform(test[['area']])
train, valid = train_test_split(rest, random_state=0)
model = Ridge().fit(train[['area']], train['price'])
print(model.score(valid[['area']], valid['price']))
print(model.score(test[['area']], test['price']))
