import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def clean(frame):
    """Fills what is missing."""
    frame = frame.copy()
    for column in ['age', 'income']:
        frame[column] = frame[column].fillna(frame[column].mean())
        #                                    ^^^^^^^^^^^^^^^^^^^^ statistic-before-split
    return frame


def main():
    frame = clean(pd.read_csv('loans.csv'))
    train, test = train_test_split(frame, random_state=0)
    model = LogisticRegression().fit(train[['age', 'income']], train['default'])
    return model.score(test[['age', 'income']], test['default'])


if __name__ == '__main__':
    print(main())
