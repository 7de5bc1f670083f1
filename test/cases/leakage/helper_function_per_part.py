# The same helper, but the training mean is handed over: nothing to say.
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def clean(frame, means):
    return frame.fillna(means)


frame = pd.read_csv('loans.csv')
train, test = train_test_split(frame, random_state=0)
means = train.mean()
train, test = clean(train, means), clean(test, means)
model = LogisticRegression().fit(train[['age', 'income']], train['default'])
print(model.score(test[['age', 'income']], test['default']))
