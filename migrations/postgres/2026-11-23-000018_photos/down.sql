DROP TABLE let_go;
DROP TABLE approvals;
ALTER TABLE inspections DROP COLUMN photos;
DROP TABLE photos;
