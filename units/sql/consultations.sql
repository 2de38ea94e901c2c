-- What was said in a consultation and what was answered stays, whatever session writes: page, CMS, API or raw SQL.

-- Comments come only while their consultation is open and its time is not over; they are never changed, and taken back
-- only while it is open. Locking the consultation makes a comment and the closing meet: whoever comes second sees the
-- first.
CREATE OR REPLACE FUNCTION comment_in_open_consultation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a comment is taken back, not changed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'comments_do_not_change', TABLE = 'units_comment';
    END IF;
    SELECT c.state, c.deadline INTO found FROM units_consultation c
    WHERE c.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.consultation_id ELSE NEW.consultation_id END FOR SHARE;
    IF found.state <> 'open' OR (TG_OP = 'INSERT' AND NEW.at >= found.deadline) THEN
        RAISE EXCEPTION 'the consultation takes no comments'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'comments_of_open_consultations', TABLE = 'units_comment';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
DROP TRIGGER IF EXISTS comment_in_open_consultation ON units_comment;
CREATE TRIGGER comment_in_open_consultation BEFORE INSERT OR UPDATE OR DELETE ON units_comment
    FOR EACH ROW EXECUTE FUNCTION comment_in_open_consultation();

-- Replies are written after the closing and before the report; a reply stays with its comment.
CREATE OR REPLACE FUNCTION reply_before_the_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    SELECT c.state INTO found FROM units_consultation c
    WHERE c.id = (
        SELECT m.consultation_id FROM units_comment m
        WHERE m.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.comment_id ELSE NEW.comment_id END
    ) FOR SHARE;
    IF found.state IS DISTINCT FROM 'closed' OR (TG_OP = 'UPDATE' AND NEW.comment_id <> OLD.comment_id) THEN
        RAISE EXCEPTION 'replies are written between the closing and the report'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'replies_before_the_report', TABLE = 'units_reply';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
DROP TRIGGER IF EXISTS reply_before_the_report ON units_reply;
CREATE TRIGGER reply_before_the_report BEFORE INSERT OR UPDATE OR DELETE ON units_reply
    FOR EACH ROW EXECUTE FUNCTION reply_before_the_report();

-- A consultation keeps the text, the question, the readers and the time it was opened with; it goes one way, and its
-- report is published only when every comment has its reply.
CREATE OR REPLACE FUNCTION consultation_keeps_its_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a consultation begins as a draft'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'consultations_keep_their_word',
                      TABLE = 'units_consultation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'a consultation that was opened stays'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'consultations_keep_their_word',
                      TABLE = 'units_consultation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state = 'draft' AND NEW.state IN ('draft', 'open') THEN
        RETURN NEW;
    END IF;
    IF (NEW.version_id, NEW.question_pt, NEW.question_en, NEW.audience, NEW.deadline, NEW.code, NEW.body_id)
        IS DISTINCT FROM
       (OLD.version_id, OLD.question_pt, OLD.question_en, OLD.audience, OLD.deadline, OLD.code, OLD.body_id)
        OR NOT (
            OLD.state = 'open' AND NEW.state IN ('open', 'closed', 'withdrawn')
            OR OLD.state = 'closed' AND NEW.state IN ('closed', 'published', 'withdrawn')
        )
    THEN
        RAISE EXCEPTION 'a consultation stays as it was opened, and as it was published'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consultations_keep_their_word',
                  TABLE = 'units_consultation';
    END IF;
    IF NEW.state = 'published' AND EXISTS (
        SELECT FROM units_comment m
        WHERE m.consultation_id = NEW.id AND NOT EXISTS (SELECT FROM units_reply r WHERE r.comment_id = m.id)
    ) THEN
        RAISE EXCEPTION 'every comment gets a reply before the report'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'every_comment_has_a_reply', TABLE = 'units_consultation';
    END IF;
    RETURN NEW;
END
$$;
DROP TRIGGER IF EXISTS consultation_keeps_its_word ON units_consultation;
CREATE TRIGGER consultation_keeps_its_word BEFORE INSERT OR UPDATE OR DELETE ON units_consultation
    FOR EACH ROW EXECUTE FUNCTION consultation_keeps_its_word();

-- A version on which a consultation was opened stays as the network read it: paragraphs keep their numbers.
CREATE OR REPLACE FUNCTION version_put_to_a_consultation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM units_consultation c WHERE c.version_id = OLD.id AND c.state <> 'draft') THEN
        RAISE EXCEPTION 'a text put to the network stays as it was read'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'versions_put_to_a_consultation', TABLE = 'units_version';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
DROP TRIGGER IF EXISTS version_put_to_a_consultation ON units_version;
CREATE TRIGGER version_put_to_a_consultation BEFORE UPDATE OR DELETE ON units_version
    FOR EACH ROW EXECUTE FUNCTION version_put_to_a_consultation();
