# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
%matplotlib inline
# %%
df = pd.read_csv('loans.csv')
df.head()
# %%
features = df.drop(columns=['default'])
label = df['default']
# %%
scaled = StandardScaler().fit_transform(features)
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ fit-before-split
# %%
X_train, X_test, y_train, y_test = train_test_split(scaled, label, random_state=0)
# %%
%time model = LogisticRegression().fit(X_train, y_train)
# %%
accuracy_score(y_test, model.predict(X_test))
