DROP TABLE portal_logos;
DROP TABLE portal_sign_ins;
DROP TABLE portal_surveys;
DROP TABLE portal_followers;
DROP TABLE portal_said;
DROP TABLE portal_questions;
DROP TABLE stage_times;
DROP TABLE portal_access;
