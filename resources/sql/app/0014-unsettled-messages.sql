-- Approved messages whose fate is not known for good: how many wait is asked with each exchange, and
-- must not cost more with each message that was ever sent. Messages and events come in any order.
CREATE VIEW message_without_fate AS
SELECT m.n AS n, m.id AS id FROM message m WHERE m.state = 'approved' AND coalesce (
  (SELECT json_extract (e.data, '$.state') FROM event e
    WHERE e.message = m.id AND e.name = 'message.state' ORDER BY e.at DESC, e.n DESC LIMIT 1),
  '') NOT IN ('accepted', 'refused', 'cancelled');

CREATE TABLE message_unsettled (n INTEGER PRIMARY KEY) STRICT;
INSERT INTO message_unsettled SELECT n FROM message_without_fate;

CREATE TRIGGER message_unsettled_insert AFTER INSERT ON message WHEN new.state = 'approved' BEGIN
  INSERT INTO message_unsettled SELECT n FROM message_without_fate WHERE n = new.n;
END;
CREATE TRIGGER message_unsettled_update AFTER UPDATE OF state ON message
WHEN new.state IS NOT old.state BEGIN
  DELETE FROM message_unsettled WHERE n = new.n;
  INSERT INTO message_unsettled SELECT n FROM message_without_fate WHERE n = new.n;
END;
CREATE TRIGGER message_unsettled_delete AFTER DELETE ON message BEGIN
  DELETE FROM message_unsettled WHERE n = old.n;
END;
CREATE TRIGGER message_unsettled_event AFTER INSERT ON event WHEN new.name = 'message.state' BEGIN
  DELETE FROM message_unsettled WHERE n = (SELECT n FROM message WHERE id = new.message);
  INSERT INTO message_unsettled SELECT n FROM message_without_fate WHERE id = new.message;
END;
CREATE TRIGGER message_unsettled_event_update AFTER UPDATE OF name, at, message, data ON event
WHEN old.name = 'message.state' OR new.name = 'message.state' BEGIN
  DELETE FROM message_unsettled
    WHERE n IN (SELECT n FROM message WHERE id IN (old.message, new.message));
  INSERT INTO message_unsettled
    SELECT n FROM message_without_fate WHERE id IN (old.message, new.message);
END;
CREATE TRIGGER message_unsettled_event_delete AFTER DELETE ON event
WHEN old.name = 'message.state' BEGIN
  DELETE FROM message_unsettled WHERE n = (SELECT n FROM message WHERE id = old.message);
  INSERT INTO message_unsettled SELECT n FROM message_without_fate WHERE id = old.message;
END;
