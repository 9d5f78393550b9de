DROP TABLE material_issues;
DROP TABLE progress_reports;
DROP TABLE operations;
DROP TABLE work_orders;
