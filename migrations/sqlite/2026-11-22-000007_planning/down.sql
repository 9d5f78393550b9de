DROP TABLE forecast_history;
