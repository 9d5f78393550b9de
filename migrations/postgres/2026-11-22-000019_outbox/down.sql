DROP TABLE channels;
DROP TABLE contacts;
DROP TABLE outbox;
