-- What was approved stays as it was approved, by whatever way somebody writes: a baseline changes, comes or goes only
-- while the plan is a draft, and a plan once approved is never a draft again nor deleted.

CREATE FUNCTION plans_state_of_measure(measure bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT p.state FROM plans_measure m
      JOIN plans_planelement e ON e.id = m.element_id
      JOIN plans_plan p ON p.id = e.plan_id
     WHERE m.id = measure
$$;

CREATE FUNCTION plans_baseline_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF plans_state_of_measure(OLD.measure_id) IN ('approved', 'closed') THEN
            RAISE EXCEPTION 'a target of an approved plan is not deleted'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'baseline_stays';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.baseline IS NOT NULL AND plans_state_of_measure(NEW.measure_id) IN ('approved', 'closed') THEN
            RAISE EXCEPTION 'what is added to an approved plan has no baseline'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'baseline_stays';
        END IF;
        RETURN NEW;
    END IF;
    IF plans_state_of_measure(OLD.measure_id) IN ('approved', 'closed')
       AND (OLD.baseline IS DISTINCT FROM NEW.baseline OR OLD.year <> NEW.year OR OLD.measure_id <> NEW.measure_id) THEN
        RAISE EXCEPTION 'the baseline of an approved plan does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'baseline_stays';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER baseline_stays BEFORE INSERT OR UPDATE OR DELETE ON plans_target
    FOR EACH ROW EXECUTE FUNCTION plans_baseline_stays();

CREATE FUNCTION plans_approval_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('approved', 'closed') THEN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'an approved plan is not deleted'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_stays';
        END IF;
        IF NEW.state NOT IN ('approved', 'closed')
           OR NEW.decision_id IS DISTINCT FROM OLD.decision_id
           OR NEW.approved_at IS DISTINCT FROM OLD.approved_at
           OR NEW.first_year <> OLD.first_year OR NEW.last_year <> OLD.last_year THEN
            RAISE EXCEPTION 'the approval of a plan does not change'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_stays';
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER approval_stays BEFORE UPDATE OR DELETE ON plans_plan
    FOR EACH ROW EXECUTE FUNCTION plans_approval_stays();
