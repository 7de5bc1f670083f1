import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

df = pd.read_csv('houses.csv')
df['area'] = df['area'].fillna(df['area'].median())
#                              ^^^^^^^^^^^^^^^^^^^ statistic-before-split
df['rooms'] = df['rooms'].fillna(df['rooms'].median())
df['year'] = df['year'].fillna(df['year'].median())
df['floor'] = df['floor'].fillna(df['floor'].median())
train, test = train_test_split(df, random_state=0)
model = RandomForestRegressor(random_state=0).fit(train.drop(columns='price'), train['price'])
print(model.score(test.drop(columns='price'), test['price']))
