# Splits whose parts go to a model elsewhere: what was learnt of both parts before is told.
import joblib
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import KFold, train_test_split
from sklearn.preprocessing import OneHotEncoder, RobustScaler, StandardScaler


def prepared(df):
    X = df.drop(columns=['default'])
    X = RobustScaler().fit_transform(X)
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ fit-before-split
    X_train, X_test, y_train, y_test = train_test_split(X, df['default'], random_state=0)
    return X_train, X_test, y_train, y_test


def filled(df):
    df['age'] = df['age'].fillna(df['age'].mean())
    #                            ^^^^^^^^^^^^^^^^ statistic-before-split
    return train_test_split(df.drop(columns=['default']), df['default'], test_size=0.2, random_state=0)


class Loans:
    def divide(self, path):
        texts = pd.read_csv(path)
        words = CountVectorizer().fit_transform(texts['purpose'])
        #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ fit-before-split
        self.train, self.test = train_test_split(words, random_state=0)


# A training part that is divided again: the test part may be clean.
def three_parts(df):
    rest, test = train_test_split(df, random_state=0)
    scaled = StandardScaler().fit_transform(rest)
    train, valid = train_test_split(scaled, random_state=0)
    return train, valid, test


# Encoders, rows for themselves, what is only shown, and what is learnt after the split.
def fine(df):
    print(df['income'].mean())
    kinds = OneHotEncoder(sparse_output=False).fit_transform(df[['kind']])
    logs = np.log1p(df[['income']].to_numpy())
    train, test = train_test_split(np.hstack([kinds, logs]), random_state=0)
    scaler = StandardScaler().fit(train)
    joblib.dump((scaler.transform(train), scaler.transform(test)), 'parts.joblib')


# Folds are for who loops over them; the label may be scaled as one likes.
def folds(df):
    X = StandardScaler().fit_transform(df[['income']])
    return list(KFold(5, shuffle=True, random_state=0).split(X))


def label_only(df):
    y = StandardScaler().fit_transform(df[['income']])
    return train_test_split(df.drop(columns=['income']), y, random_state=0)
