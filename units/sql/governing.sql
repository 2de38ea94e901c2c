-- What was agreed stays agreed, whatever session writes: page, CMS, API or raw SQL.

-- Positions come only while their round is open and its time is not over; they are never changed, and taken back only
-- while it is open. Locking the round makes a position and the closing of its round meet: whoever comes second sees the
-- first.
CREATE OR REPLACE FUNCTION position_in_open_round() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a position is taken back, not changed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'positions_do_not_change', TABLE = 'units_position';
    END IF;
    SELECT r.state, r.deadline INTO found FROM units_round r
    WHERE r.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.round_id ELSE NEW.round_id END FOR SHARE;
    IF found.state <> 'open' OR (TG_OP = 'INSERT' AND NEW.at >= found.deadline) THEN
        RAISE EXCEPTION 'the round takes no positions'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'positions_of_open_rounds', TABLE = 'units_position';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
DROP TRIGGER IF EXISTS position_in_open_round ON units_position;
CREATE TRIGGER position_in_open_round BEFORE INSERT OR UPDATE OR DELETE ON units_position
    FOR EACH ROW EXECUTE FUNCTION position_in_open_round();

-- A round keeps the rule, the text and the time it was opened with, and closes once.
CREATE OR REPLACE FUNCTION round_keeps_its_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (
        TG_OP = 'DELETE' OR OLD.state <> 'open'
        OR (NEW.version_id, NEW.rule, NEW.threshold, NEW.deadline, NEW.code, NEW.body_id)
           IS DISTINCT FROM (OLD.version_id, OLD.rule, OLD.threshold, OLD.deadline, OLD.code, OLD.body_id)
        OR NEW.state NOT IN ('open', 'closed', 'withdrawn')
    ) THEN
        RAISE EXCEPTION 'a round stays as it was opened, and as it was closed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'rounds_keep_their_rule', TABLE = 'units_round';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
DROP TRIGGER IF EXISTS round_keeps_its_rule ON units_round;
CREATE TRIGGER round_keeps_its_rule BEFORE UPDATE OR DELETE ON units_round
    FOR EACH ROW EXECUTE FUNCTION round_keeps_its_rule();

-- A version on which a round was opened stays as the municipalities read it.
CREATE OR REPLACE FUNCTION version_put_to_a_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM units_round r WHERE r.version_id = OLD.id AND r.state <> 'draft') THEN
        RAISE EXCEPTION 'a text put to the municipalities stays as they read it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'versions_put_to_a_round', TABLE = 'units_version';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
DROP TRIGGER IF EXISTS version_put_to_a_round ON units_version;
CREATE TRIGGER version_put_to_a_round BEFORE UPDATE OR DELETE ON units_version
    FOR EACH ROW EXECUTE FUNCTION version_put_to_a_round();

-- An approved decision is corrected by a later one, never changed; nor what it rests on.
CREATE OR REPLACE FUNCTION decision_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'approved' THEN
        RAISE EXCEPTION 'an approved decision does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approved_decisions_do_not_change',
                  TABLE = 'units_decision';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
DROP TRIGGER IF EXISTS decision_is_final ON units_decision;
CREATE TRIGGER decision_is_final BEFORE UPDATE OR DELETE ON units_decision
    FOR EACH ROW EXECUTE FUNCTION decision_is_final();

CREATE OR REPLACE FUNCTION part_of_final_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM units_decision d WHERE d.state = 'approved'
        AND d.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.decision_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.decision_id END)
    ) THEN
        RAISE EXCEPTION 'an approved decision does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approved_decisions_do_not_change', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
DROP TRIGGER IF EXISTS part_of_final_decision ON units_effect;
CREATE TRIGGER part_of_final_decision BEFORE INSERT OR UPDATE OR DELETE ON units_effect
    FOR EACH ROW EXECUTE FUNCTION part_of_final_decision();
DROP TRIGGER IF EXISTS part_of_final_decision ON units_paper;
CREATE TRIGGER part_of_final_decision BEFORE INSERT OR UPDATE OR DELETE ON units_paper
    FOR EACH ROW EXECUTE FUNCTION part_of_final_decision();
DROP TRIGGER IF EXISTS part_of_final_decision ON units_decision_ideas;
CREATE TRIGGER part_of_final_decision BEFORE INSERT OR UPDATE OR DELETE ON units_decision_ideas
    FOR EACH ROW EXECUTE FUNCTION part_of_final_decision();

-- Minutes that were approved stay as they were approved, and with them the agenda, the documents and who was there.
CREATE OR REPLACE FUNCTION minutes_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'units_meeting' THEN
        IF OLD.minutes = 'approved' THEN
            RAISE EXCEPTION 'approved minutes do not change'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'approved_minutes_do_not_change',
                      TABLE = TG_TABLE_NAME;
        END IF;
    ELSIF EXISTS (
        SELECT FROM units_meeting m WHERE m.minutes = 'approved'
        AND m.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.meeting_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.meeting_id END)
    ) THEN
        RAISE EXCEPTION 'approved minutes do not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approved_minutes_do_not_change', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
DROP TRIGGER IF EXISTS minutes_are_final ON units_meeting;
CREATE TRIGGER minutes_are_final BEFORE UPDATE OR DELETE ON units_meeting
    FOR EACH ROW EXECUTE FUNCTION minutes_are_final();
DROP TRIGGER IF EXISTS minutes_are_final ON units_agendaitem;
CREATE TRIGGER minutes_are_final BEFORE INSERT OR UPDATE OR DELETE ON units_agendaitem
    FOR EACH ROW EXECUTE FUNCTION minutes_are_final();
DROP TRIGGER IF EXISTS minutes_are_final ON units_paper;
CREATE TRIGGER minutes_are_final BEFORE INSERT OR UPDATE OR DELETE ON units_paper
    FOR EACH ROW EXECUTE FUNCTION minutes_are_final();
DROP TRIGGER IF EXISTS minutes_are_final ON units_attendance;
CREATE TRIGGER minutes_are_final BEFORE INSERT OR UPDATE OR DELETE ON units_attendance
    FOR EACH ROW EXECUTE FUNCTION minutes_are_final();
