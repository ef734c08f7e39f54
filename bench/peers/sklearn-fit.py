"""python3 sklearn-fit.py FILE: least squares of y on the other columns, as JSON, by scikit-learn and the fastest reader."""

import json
import sys

from sklearn.linear_model import LinearRegression

try:
    import polars

    table = polars.read_csv(sys.argv[1])
    columns, values = table.columns, table.to_numpy()
except ImportError:
    import pandas

    table = pandas.read_csv(sys.argv[1])
    columns, values = list(table.columns), table.to_numpy()
target = columns.index("y")
features = [place for place in range(len(columns)) if place != target]
model = LinearRegression(copy_X=False).fit(values[:, features], values[:, target])
names = [columns[place] for place in features]
print(json.dumps({"intercept": model.intercept_, **dict(zip(names, model.coef_))}))
