DROP TABLE link_keys;
DROP TABLE notice_stops;
DROP TABLE notice_recipients;
DROP TABLE notices;
