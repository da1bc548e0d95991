--
-- PostgreSQL database dump
--

\restrict sJqIuHyJOn3NsSZF4r8YeKpAtBUp8la0x3zDIUrLENAvbJaeVPLAt6sQoqysQjT

-- Dumped from database version 18.4
-- Dumped by pg_dump version 18.4

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: accounts; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA accounts;


--
-- Name: availability; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA availability;


--
-- Name: catalog; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA catalog;


--
-- Name: intake; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA intake;


--
-- Name: orders; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA orders;


--
-- Name: platform; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA platform;


--
-- Name: pricing; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA pricing;


--
-- Name: procrastinate; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA procrastinate;


--
-- Name: tryton; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA tryton;


--
-- Name: procrastinate_job_event_type; Type: TYPE; Schema: procrastinate; Owner: -
--

CREATE TYPE procrastinate.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);


--
-- Name: procrastinate_job_status; Type: TYPE; Schema: procrastinate; Owner: -
--

CREATE TYPE procrastinate.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);


--
-- Name: procrastinate_job_to_defer_v1; Type: TYPE; Schema: procrastinate; Owner: -
--

CREATE TYPE procrastinate.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);


--
-- Name: procrastinate_cancel_job_v1(bigint, boolean, boolean); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;


--
-- Name: procrastinate_defer_jobs_v1(procrastinate.procrastinate_job_to_defer_v1[]); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_defer_jobs_v1(jobs procrastinate.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;


--
-- Name: procrastinate_defer_periodic_job_v2(character varying, character varying, character varying, character varying, integer, character varying, bigint, jsonb); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: procrastinate_jobs; Type: TABLE; Schema: procrastinate; Owner: -
--

CREATE TABLE procrastinate.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    lock text,
    queueing_lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status procrastinate.procrastinate_job_status DEFAULT 'todo'::procrastinate.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::procrastinate.procrastinate_job_status) AND (abort_requested = true))))
);


--
-- Name: procrastinate_fetch_job_v2(character varying[], bigint); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS procrastinate.procrastinate_jobs
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;


--
-- Name: procrastinate_finish_job_v1(bigint, procrastinate.procrastinate_job_status, boolean); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_finish_job_v1(job_id bigint, end_status procrastinate.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;


--
-- Name: procrastinate_notify_queue_abort_job_v1(); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_notify_queue_job_inserted_v1(); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_prune_stalled_workers_v1(double precision); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;


--
-- Name: procrastinate_register_worker_v1(); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;


--
-- Name: procrastinate_retry_job_v1(bigint, timestamp with time zone, integer, character varying, character varying); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;


--
-- Name: procrastinate_retry_job_v2(bigint, timestamp with time zone, integer, character varying, character varying); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;


--
-- Name: procrastinate_trigger_abort_requested_events_procedure_v1(); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;


--
-- Name: procrastinate_trigger_function_scheduled_events_v1(); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_trigger_function_status_events_insert_v1(); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_trigger_function_status_events_update_v1(); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_unlink_periodic_defers_v1(); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;


--
-- Name: procrastinate_unregister_worker_v1(bigint); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;


--
-- Name: procrastinate_update_heartbeat_v1(bigint); Type: FUNCTION; Schema: procrastinate; Owner: -
--

CREATE FUNCTION procrastinate.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'procrastinate'
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;


--
-- Name: access_token; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.access_token (
    token_hash bytea NOT NULL,
    api_client uuid NOT NULL,
    permissions text[] NOT NULL,
    expires_at timestamp with time zone NOT NULL
);


--
-- Name: address; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.address (
    id uuid NOT NULL,
    organisation uuid NOT NULL,
    name text NOT NULL,
    addition text,
    street text NOT NULL,
    postal_code text NOT NULL,
    city text NOT NULL,
    region text,
    country text NOT NULL,
    ship_to boolean NOT NULL,
    bill_to boolean NOT NULL,
    "default" boolean NOT NULL,
    source text NOT NULL,
    version integer NOT NULL
);


--
-- Name: address_ref; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.address_ref (
    system text NOT NULL,
    key text NOT NULL,
    address uuid NOT NULL
);


--
-- Name: api_client; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.api_client (
    id uuid NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    organisation uuid,
    secret_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone
);


--
-- Name: contact; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.contact (
    id uuid NOT NULL,
    organisation uuid,
    name text NOT NULL,
    email text NOT NULL,
    phone text,
    language text NOT NULL,
    blocked boolean DEFAULT false NOT NULL,
    password_hash text,
    source text NOT NULL,
    version integer NOT NULL
);


--
-- Name: contact_ref; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.contact_ref (
    system text NOT NULL,
    key text NOT NULL,
    contact uuid NOT NULL
);


--
-- Name: membership; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.membership (
    id uuid NOT NULL,
    contact uuid NOT NULL,
    organisation uuid,
    role text NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_until timestamp with time zone
);


--
-- Name: organisation; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.organisation (
    id uuid NOT NULL,
    parent uuid,
    kind text NOT NULL,
    name text NOT NULL,
    number text,
    sales_area text NOT NULL,
    country text NOT NULL,
    currency text NOT NULL,
    language text NOT NULL,
    vat_number text,
    payment_terms text,
    blocked boolean NOT NULL,
    segments text[] DEFAULT '{}'::text[] NOT NULL,
    source text NOT NULL,
    version integer NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


--
-- Name: organisation_ref; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.organisation_ref (
    system text NOT NULL,
    key text NOT NULL,
    organisation uuid NOT NULL
);


--
-- Name: session; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.session (
    id uuid NOT NULL,
    contact uuid NOT NULL,
    token_hash bytea NOT NULL,
    user_agent text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);


--
-- Name: sign_in_attempt; Type: TABLE; Schema: accounts; Owner: -
--

CREATE TABLE accounts.sign_in_attempt (
    key bytea NOT NULL,
    attempts integer NOT NULL,
    window_start timestamp with time zone NOT NULL
);


--
-- Name: calendar; Type: TABLE; Schema: availability; Owner: -
--

CREATE TABLE availability.calendar (
    location uuid NOT NULL,
    weekdays integer[] NOT NULL,
    country text NOT NULL,
    subdivision text NOT NULL,
    closed_on date[] NOT NULL,
    opened_on date[] NOT NULL,
    cut_off time without time zone
);


--
-- Name: item; Type: TABLE; Schema: availability; Owner: -
--

CREATE TABLE availability.item (
    product uuid NOT NULL
);


--
-- Name: location; Type: TABLE; Schema: availability; Owner: -
--

CREATE TABLE availability.location (
    id uuid NOT NULL,
    system text NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    country text NOT NULL,
    zone text NOT NULL,
    "position" integer NOT NULL
);


--
-- Name: receipt; Type: TABLE; Schema: availability; Owner: -
--

CREATE TABLE availability.receipt (
    system text NOT NULL,
    key text NOT NULL,
    product uuid NOT NULL,
    location uuid NOT NULL,
    quantity numeric NOT NULL,
    date date NOT NULL
);


--
-- Name: receiving; Type: TABLE; Schema: availability; Owner: -
--

CREATE TABLE availability.receiving (
    address uuid NOT NULL,
    weekdays integer[] NOT NULL,
    closed_on date[] NOT NULL,
    zone text NOT NULL
);


--
-- Name: reservation; Type: TABLE; Schema: availability; Owner: -
--

CREATE TABLE availability.reservation (
    id bigint NOT NULL,
    document uuid NOT NULL,
    line uuid NOT NULL,
    product uuid NOT NULL,
    location uuid NOT NULL,
    quantity numeric NOT NULL,
    date date NOT NULL,
    expires_at timestamp with time zone
);


--
-- Name: reservation_id_seq; Type: SEQUENCE; Schema: availability; Owner: -
--

ALTER TABLE availability.reservation ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME availability.reservation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: rule; Type: TABLE; Schema: availability; Owner: -
--

CREATE TABLE availability.rule (
    owner text NOT NULL,
    deliveries integer,
    sourcing text NOT NULL,
    places uuid[] NOT NULL
);


--
-- Name: source; Type: TABLE; Schema: availability; Owner: -
--

CREATE TABLE availability.source (
    system text NOT NULL,
    heard_at timestamp with time zone NOT NULL,
    patience integer NOT NULL
);


--
-- Name: stock; Type: TABLE; Schema: availability; Owner: -
--

CREATE TABLE availability.stock (
    product uuid NOT NULL,
    location uuid NOT NULL,
    on_hand numeric NOT NULL,
    blocked numeric NOT NULL,
    safety numeric NOT NULL,
    told_at timestamp with time zone NOT NULL,
    system text NOT NULL,
    version integer NOT NULL
);


--
-- Name: transport; Type: TABLE; Schema: availability; Owner: -
--

CREATE TABLE availability.transport (
    location uuid NOT NULL,
    country text NOT NULL,
    zone text NOT NULL,
    days integer NOT NULL
);


--
-- Name: category; Type: TABLE; Schema: catalog; Owner: -
--

CREATE TABLE catalog.category (
    id uuid NOT NULL,
    parent uuid,
    names jsonb NOT NULL,
    "position" integer NOT NULL
);


--
-- Name: category_ref; Type: TABLE; Schema: catalog; Owner: -
--

CREATE TABLE catalog.category_ref (
    system text NOT NULL,
    key text NOT NULL,
    category uuid NOT NULL
);


--
-- Name: media; Type: TABLE; Schema: catalog; Owner: -
--

CREATE TABLE catalog.media (
    id uuid NOT NULL,
    product uuid NOT NULL,
    "position" integer NOT NULL,
    content_type text NOT NULL,
    name text NOT NULL,
    digest text NOT NULL,
    url text,
    content bytea
);


--
-- Name: number; Type: TABLE; Schema: catalog; Owner: -
--

CREATE TABLE catalog.number (
    normal text NOT NULL,
    kind text NOT NULL,
    product uuid NOT NULL
);


--
-- Name: own_number; Type: TABLE; Schema: catalog; Owner: -
--

CREATE TABLE catalog.own_number (
    organisation uuid NOT NULL,
    normal text NOT NULL,
    product uuid NOT NULL,
    number text NOT NULL
);


--
-- Name: product; Type: TABLE; Schema: catalog; Owner: -
--

CREATE TABLE catalog.product (
    id uuid NOT NULL,
    sku text NOT NULL,
    names jsonb NOT NULL,
    descriptions jsonb NOT NULL,
    category uuid,
    base_unit text NOT NULL,
    sales_unit text NOT NULL,
    units jsonb NOT NULL,
    minimum numeric NOT NULL,
    multiple numeric NOT NULL,
    gtin text,
    manufacturer text,
    manufacturer_number text,
    tax_class text NOT NULL,
    family text,
    varying text[] NOT NULL,
    attributes jsonb NOT NULL,
    active boolean NOT NULL,
    system text NOT NULL,
    digest text NOT NULL,
    version integer NOT NULL
);


--
-- Name: product_ref; Type: TABLE; Schema: catalog; Owner: -
--

CREATE TABLE catalog.product_ref (
    system text NOT NULL,
    key text NOT NULL,
    product uuid NOT NULL
);


--
-- Name: relation; Type: TABLE; Schema: catalog; Owner: -
--

CREATE TABLE catalog.relation (
    product uuid NOT NULL,
    kind text NOT NULL,
    system text NOT NULL,
    key text NOT NULL,
    "position" integer NOT NULL
);


--
-- Name: connection; Type: TABLE; Schema: intake; Owner: -
--

CREATE TABLE intake.connection (
    id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    system text NOT NULL,
    direction text NOT NULL,
    settings jsonb NOT NULL,
    paused boolean DEFAULT false NOT NULL,
    breaker text NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    retry_at timestamp with time zone,
    last_success_at timestamp with time zone,
    lag_seconds integer,
    error text DEFAULT ''::text NOT NULL,
    error_at timestamp with time zone,
    version integer NOT NULL
);


--
-- Name: delivery; Type: TABLE; Schema: intake; Owner: -
--

CREATE TABLE intake.delivery (
    connection uuid NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    run uuid NOT NULL,
    fields jsonb NOT NULL,
    systems jsonb DEFAULT '{}'::jsonb NOT NULL,
    file text NOT NULL
);


--
-- Name: quarantine; Type: TABLE; Schema: intake; Owner: -
--

CREATE TABLE intake.quarantine (
    id uuid NOT NULL,
    connection uuid NOT NULL,
    run uuid,
    kind text NOT NULL,
    file text NOT NULL,
    line bigint,
    "column" text NOT NULL,
    field text NOT NULL,
    value text NOT NULL,
    code text NOT NULL,
    detail text NOT NULL,
    fields jsonb NOT NULL,
    raw jsonb NOT NULL,
    systems jsonb DEFAULT '{}'::jsonb NOT NULL,
    state text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by text DEFAULT ''::text NOT NULL,
    version integer NOT NULL
);


--
-- Name: run; Type: TABLE; Schema: intake; Owner: -
--

CREATE TABLE intake.run (
    id uuid NOT NULL,
    connection uuid NOT NULL,
    mode text NOT NULL,
    dry_run boolean NOT NULL,
    state text NOT NULL,
    requested_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    heartbeat_at timestamp with time zone,
    files text[] DEFAULT '{}'::text[] NOT NULL,
    progress text DEFAULT ''::text NOT NULL,
    counts jsonb DEFAULT '{}'::jsonb NOT NULL,
    problems jsonb DEFAULT '[]'::jsonb NOT NULL,
    error text DEFAULT ''::text NOT NULL
);


--
-- Name: upload; Type: TABLE; Schema: intake; Owner: -
--

CREATE TABLE intake.upload (
    run uuid NOT NULL,
    name text NOT NULL,
    piece integer NOT NULL,
    content bytea NOT NULL
);
ALTER TABLE ONLY intake.upload ALTER COLUMN content SET STORAGE EXTERNAL;


--
-- Name: cart; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.cart (
    id uuid NOT NULL,
    organisation uuid NOT NULL,
    contact uuid,
    name text DEFAULT ''::text NOT NULL,
    currency text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    last_position integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: cart_line; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.cart_line (
    id uuid NOT NULL,
    cart uuid NOT NULL,
    "position" integer NOT NULL,
    product uuid NOT NULL,
    quantity numeric NOT NULL,
    unit text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    requested_date date,
    CONSTRAINT cart_line_quantity CHECK ((quantity > (0)::numeric))
);


--
-- Name: export_queue; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.export_queue (
    system text NOT NULL,
    last_sequence bigint NOT NULL
);


--
-- Name: invoice; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.invoice (
    sales_order uuid NOT NULL,
    system text NOT NULL,
    key text NOT NULL,
    number text NOT NULL,
    state text NOT NULL,
    issued_on date,
    due_on date,
    currency text NOT NULL,
    net numeric NOT NULL,
    tax numeric NOT NULL,
    gross numeric NOT NULL,
    told_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


--
-- Name: order_export; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.order_export (
    id uuid NOT NULL,
    sales_order uuid NOT NULL,
    system text NOT NULL,
    sequence bigint NOT NULL,
    reference text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    error text DEFAULT ''::text NOT NULL,
    next_attempt_at timestamp with time zone,
    begun_at timestamp with time zone,
    exported_at timestamp with time zone,
    external_key text,
    external_number text,
    erp_state text
);


--
-- Name: order_number; Type: SEQUENCE; Schema: orders; Owner: -
--

CREATE SEQUENCE orders.order_number
    START WITH 1000001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: sales_order; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.sales_order (
    id uuid NOT NULL,
    number text NOT NULL,
    organisation uuid NOT NULL,
    contact uuid,
    on_behalf uuid,
    cart uuid,
    state text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    po_number text DEFAULT ''::text NOT NULL,
    ship_to uuid,
    ship_to_lines text[] DEFAULT '{}'::text[] NOT NULL,
    requested_date date,
    note text DEFAULT ''::text NOT NULL,
    currency text NOT NULL,
    net numeric NOT NULL,
    tax numeric NOT NULL,
    freight numeric DEFAULT 0 NOT NULL,
    gross numeric NOT NULL,
    line_count integer NOT NULL,
    source text DEFAULT ''::text NOT NULL,
    source_key text,
    digest text
);


--
-- Name: sales_order_line; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.sales_order_line (
    id uuid NOT NULL,
    sales_order uuid NOT NULL,
    "position" integer NOT NULL,
    product uuid NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    quantity numeric NOT NULL,
    unit text NOT NULL,
    price numeric NOT NULL,
    price_per numeric NOT NULL,
    price_unit text NOT NULL,
    amount numeric NOT NULL,
    tax_rate numeric NOT NULL,
    because jsonb DEFAULT '[]'::jsonb NOT NULL,
    schedule jsonb DEFAULT '[]'::jsonb NOT NULL,
    state text NOT NULL,
    shipped numeric DEFAULT 0 NOT NULL,
    system text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    requested_date date
);


--
-- Name: shipment; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.shipment (
    sales_order uuid NOT NULL,
    system text NOT NULL,
    key text NOT NULL,
    number text NOT NULL,
    state text NOT NULL,
    shipped_on date,
    tracking text DEFAULT ''::text NOT NULL,
    lines jsonb DEFAULT '[]'::jsonb NOT NULL,
    told_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


--
-- Name: event_log; Type: TABLE; Schema: platform; Owner: -
--

CREATE TABLE platform.event_log (
    "position" bigint NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    subject text NOT NULL,
    data jsonb NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


--
-- Name: event_log_head; Type: TABLE; Schema: platform; Owner: -
--

CREATE TABLE platform.event_log_head (
    one smallint NOT NULL,
    "position" bigint NOT NULL,
    CONSTRAINT event_log_head_one_check CHECK ((one = 1))
);


--
-- Name: idempotency_key; Type: TABLE; Schema: platform; Owner: -
--

CREATE TABLE platform.idempotency_key (
    actor text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    status integer,
    headers jsonb,
    body bytea,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


--
-- Name: migration; Type: TABLE; Schema: platform; Owner: -
--

CREATE TABLE platform.migration (
    version_num character varying(32) NOT NULL
);


--
-- Name: outbox; Type: TABLE; Schema: platform; Owner: -
--

CREATE TABLE platform.outbox (
    seq bigint NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    subject text NOT NULL,
    data jsonb NOT NULL,
    occurred_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='2000');


--
-- Name: outbox_seq_seq; Type: SEQUENCE; Schema: platform; Owner: -
--

ALTER TABLE platform.outbox ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME platform.outbox_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: subscription; Type: TABLE; Schema: platform; Owner: -
--

CREATE TABLE platform.subscription (
    name text NOT NULL,
    "position" bigint NOT NULL,
    types text[] DEFAULT '{}'::text[] NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


--
-- Name: subscription_failure; Type: TABLE; Schema: platform; Owner: -
--

CREATE TABLE platform.subscription_failure (
    subscription text NOT NULL,
    "position" bigint NOT NULL,
    subject text NOT NULL,
    attempts integer NOT NULL,
    error text NOT NULL,
    failed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    retry_at timestamp with time zone,
    dead_at timestamp with time zone
);


--
-- Name: assignment; Type: TABLE; Schema: pricing; Owner: -
--

CREATE TABLE pricing.assignment (
    organisation uuid NOT NULL,
    price_list uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    system text NOT NULL
);


--
-- Name: compiled_book; Type: TABLE; Schema: pricing; Owner: -
--

CREATE TABLE pricing.compiled_book (
    token uuid NOT NULL,
    load bigint NOT NULL
);


--
-- Name: ended_record; Type: TABLE; Schema: pricing; Owner: -
--

CREATE TABLE pricing.ended_record (
    record uuid NOT NULL,
    load bigint NOT NULL
);


--
-- Name: load_number; Type: SEQUENCE; Schema: pricing; Owner: -
--

CREATE SEQUENCE pricing.load_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: price_list; Type: TABLE; Schema: pricing; Owner: -
--

CREATE TABLE pricing.price_list (
    id uuid NOT NULL,
    system text NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    currency text NOT NULL
);


--
-- Name: price_record; Type: TABLE; Schema: pricing; Owner: -
--

CREATE TABLE pricing.price_record (
    id uuid NOT NULL,
    kind text NOT NULL,
    calculation text NOT NULL,
    amount numeric NOT NULL,
    currency text NOT NULL,
    per numeric NOT NULL,
    unit text NOT NULL,
    scale numeric NOT NULL,
    organisation uuid,
    price_list uuid,
    product uuid,
    category uuid,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    system text NOT NULL,
    key text NOT NULL,
    text text NOT NULL,
    load bigint NOT NULL,
    type text DEFAULT ''::text NOT NULL,
    scale_by text DEFAULT 'quantity'::text NOT NULL,
    from_base numeric DEFAULT 0 NOT NULL,
    sales_area text,
    segment text,
    arm text,
    metal text,
    identity uuid GENERATED ALWAYS AS ((md5(((((((((((((((((((((((((kind || '|'::text) || type) || '|'::text) || COALESCE((organisation)::text, ''::text)) || '|'::text) || COALESCE((price_list)::text, ''::text)) || '|'::text) || COALESCE(segment, ''::text)) || '|'::text) || COALESCE(arm, ''::text)) || '|'::text) || COALESCE((product)::text, ''::text)) || '|'::text) || COALESCE((category)::text, ''::text)) || '|'::text) || COALESCE(sales_area, ''::text)) || '|'::text) || currency) || '|'::text) || scale_by) || '|'::text) ||
CASE
    WHEN (product IS NULL) THEN unit
    ELSE ''::text
END) || '|'::text) || (trim_scale(from_base))::text)))::uuid) STORED
);


--
-- Name: reckoning; Type: TABLE; Schema: pricing; Owner: -
--

CREATE TABLE pricing.reckoning (
    system text NOT NULL,
    rounding text NOT NULL,
    tax_base text NOT NULL,
    tax_per text NOT NULL
);


--
-- Name: procrastinate_events; Type: TABLE; Schema: procrastinate; Owner: -
--

CREATE TABLE procrastinate.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type procrastinate.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);


--
-- Name: procrastinate_events_id_seq; Type: SEQUENCE; Schema: procrastinate; Owner: -
--

CREATE SEQUENCE procrastinate.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: procrastinate_events_id_seq; Type: SEQUENCE OWNED BY; Schema: procrastinate; Owner: -
--

ALTER SEQUENCE procrastinate.procrastinate_events_id_seq OWNED BY procrastinate.procrastinate_events.id;


--
-- Name: procrastinate_jobs_id_seq; Type: SEQUENCE; Schema: procrastinate; Owner: -
--

CREATE SEQUENCE procrastinate.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: procrastinate_jobs_id_seq; Type: SEQUENCE OWNED BY; Schema: procrastinate; Owner: -
--

ALTER SEQUENCE procrastinate.procrastinate_jobs_id_seq OWNED BY procrastinate.procrastinate_jobs.id;


--
-- Name: procrastinate_periodic_defers; Type: TABLE; Schema: procrastinate; Owner: -
--

CREATE TABLE procrastinate.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);


--
-- Name: procrastinate_periodic_defers_id_seq; Type: SEQUENCE; Schema: procrastinate; Owner: -
--

CREATE SEQUENCE procrastinate.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: procrastinate_periodic_defers_id_seq; Type: SEQUENCE OWNED BY; Schema: procrastinate; Owner: -
--

ALTER SEQUENCE procrastinate.procrastinate_periodic_defers_id_seq OWNED BY procrastinate.procrastinate_periodic_defers.id;


--
-- Name: procrastinate_workers; Type: TABLE; Schema: procrastinate; Owner: -
--

CREATE TABLE procrastinate.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: procrastinate_workers_id_seq; Type: SEQUENCE; Schema: procrastinate; Owner: -
--

ALTER TABLE procrastinate.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME procrastinate.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: bookmark; Type: TABLE; Schema: tryton; Owner: -
--

CREATE TABLE tryton.bookmark (
    connection uuid NOT NULL,
    subject text NOT NULL,
    looked_until timestamp with time zone NOT NULL
);


--
-- Name: procrastinate_events id; Type: DEFAULT; Schema: procrastinate; Owner: -
--

ALTER TABLE ONLY procrastinate.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('procrastinate.procrastinate_events_id_seq'::regclass);


--
-- Name: procrastinate_jobs id; Type: DEFAULT; Schema: procrastinate; Owner: -
--

ALTER TABLE ONLY procrastinate.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('procrastinate.procrastinate_jobs_id_seq'::regclass);


--
-- Name: procrastinate_periodic_defers id; Type: DEFAULT; Schema: procrastinate; Owner: -
--

ALTER TABLE ONLY procrastinate.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('procrastinate.procrastinate_periodic_defers_id_seq'::regclass);


--
-- Data for Name: access_token; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.access_token (token_hash, api_client, permissions, expires_at) FROM stdin;
\.


--
-- Data for Name: address; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.address (id, organisation, name, addition, street, postal_code, city, region, country, ship_to, bill_to, "default", source, version) FROM stdin;
01a208e4-28b0-749d-b237-734174c37867	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	group Tor 3	\N	Hafenstraße 1	20457	Hamburg	\N	DE	t	f	t	erp-nord	1
01a208e4-28b0-7530-b20f-c5ea602eb8b6	01a208e4-2892-768d-9640-2119d3f3b5ba	site Tor 3	\N	Hafenstraße 1	20457	Hamburg	\N	DE	t	f	t	erp-nord	1
01a208e4-28b0-755a-914d-81aa413d4e0c	01a208e4-2892-76a5-b7ed-57573dd00eb3	other Tor 3	\N	Hafenstraße 1	20457	Hamburg	\N	DE	t	f	t	erp-nord	1
\.


--
-- Data for Name: address_ref; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.address_ref (system, key, address) FROM stdin;
erp-nord	group-1	01a208e4-28b0-749d-b237-734174c37867
erp-nord	site-1	01a208e4-28b0-7530-b20f-c5ea602eb8b6
erp-nord	other-1	01a208e4-28b0-755a-914d-81aa413d4e0c
\.


--
-- Data for Name: api_client; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.api_client (id, name, role, organisation, secret_hash, created_at, expires_at, revoked_at) FROM stdin;
\.


--
-- Data for Name: contact; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.contact (id, organisation, name, email, phone, language, blocked, password_hash, source, version) FROM stdin;
\.


--
-- Data for Name: contact_ref; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.contact_ref (system, key, contact) FROM stdin;
\.


--
-- Data for Name: membership; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.membership (id, contact, organisation, role, valid_from, valid_until) FROM stdin;
\.


--
-- Data for Name: organisation; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.organisation (id, parent, kind, name, number, sales_area, country, currency, language, vat_number, payment_terms, blocked, segments, source, version, changed_at) FROM stdin;
01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	group	Holding	\N	DE01	DE	EUR	de	\N	\N	f	{}	erp-nord	1	2026-11-23 14:51:40.064154+00
01a208e4-2892-768d-9640-2119d3f3b5ba	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	site	Werk 1	\N	DE01	DE	EUR	de	\N	\N	f	{}	erp-nord	1	2026-11-23 14:51:40.064635+00
01a208e4-2892-76a5-b7ed-57573dd00eb3	\N	legal_entity	Fremd GmbH	\N	DE01	DE	EUR	de	\N	\N	f	{}	erp-nord	1	2026-11-23 14:51:40.064672+00
\.


--
-- Data for Name: organisation_ref; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.organisation_ref (system, key, organisation) FROM stdin;
erp-nord	group	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5
erp-nord	site	01a208e4-2892-768d-9640-2119d3f3b5ba
erp-nord	other	01a208e4-2892-76a5-b7ed-57573dd00eb3
\.


--
-- Data for Name: session; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.session (id, contact, token_hash, user_agent, created_at, expires_at, ended_at) FROM stdin;
\.


--
-- Data for Name: sign_in_attempt; Type: TABLE DATA; Schema: accounts; Owner: -
--

COPY accounts.sign_in_attempt (key, attempts, window_start) FROM stdin;
\.


--
-- Data for Name: calendar; Type: TABLE DATA; Schema: availability; Owner: -
--

COPY availability.calendar (location, weekdays, country, subdivision, closed_on, opened_on, cut_off) FROM stdin;
\.


--
-- Data for Name: item; Type: TABLE DATA; Schema: availability; Owner: -
--

COPY availability.item (product) FROM stdin;
01a208e4-28cb-7754-8d5e-f3f13c1beb3c
01a208e4-2919-702c-9ee1-d0d161da609c
\.


--
-- Data for Name: location; Type: TABLE DATA; Schema: availability; Owner: -
--

COPY availability.location (id, system, key, name, country, zone, "position") FROM stdin;
01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	erp-nord	lager	erp-nord	DE	Europe/Berlin	0
01a208e4-292b-7d74-861f-d076e0a92183	erp-sued	lager	erp-sued	DE	Europe/Berlin	0
\.


--
-- Data for Name: receipt; Type: TABLE DATA; Schema: availability; Owner: -
--

COPY availability.receipt (system, key, product, location, quantity, date) FROM stdin;
\.


--
-- Data for Name: receiving; Type: TABLE DATA; Schema: availability; Owner: -
--

COPY availability.receiving (address, weekdays, closed_on, zone) FROM stdin;
\.


--
-- Data for Name: reservation; Type: TABLE DATA; Schema: availability; Owner: -
--

COPY availability.reservation (id, document, line, product, location, quantity, date, expires_at) FROM stdin;
1	01a208e4-2a92-7376-9cc8-ce1a877d5eaa	01a208e4-2a92-73ec-9ef1-6f64e38c6f0f	01a208e4-28cb-7754-8d5e-f3f13c1beb3c	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	2	2026-03-02	2026-04-01 10:01:00+00
2	01a208e4-2a92-7376-9cc8-ce1a877d5eaa	01a208e4-2a92-73ff-8c5d-57548dade0e1	01a208e4-2919-702c-9ee1-d0d161da609c	01a208e4-292b-7d74-861f-d076e0a92183	2	2026-03-02	2026-04-01 10:01:00+00
\.


--
-- Data for Name: rule; Type: TABLE DATA; Schema: availability; Owner: -
--

COPY availability.rule (owner, deliveries, sourcing, places) FROM stdin;
\.


--
-- Data for Name: source; Type: TABLE DATA; Schema: availability; Owner: -
--

COPY availability.source (system, heard_at, patience) FROM stdin;
erp-nord	2026-03-02 10:00:00+00	172800
erp-sued	2026-03-02 10:00:00+00	172800
\.


--
-- Data for Name: stock; Type: TABLE DATA; Schema: availability; Owner: -
--

COPY availability.stock (product, location, on_hand, blocked, safety, told_at, system, version) FROM stdin;
01a208e4-28cb-7754-8d5e-f3f13c1beb3c	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-785d-908e-3208f95c71fe	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-78b2-a3b3-22663491de45	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-78f4-b2fb-6ea8f7785107	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-7932-91fb-63d97f4fdb7b	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-796c-8ba9-91d2f762ff11	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-79a2-b9fa-c68c4d562b69	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-79f0-9227-c21983db363b	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-7a2b-9fe7-b64ae650bd5e	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-7b1c-bf5c-aecc79cc2021	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-7b50-9554-d713499c3a9e	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-7b81-aef6-b8e0a326e014	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-7bac-8304-391d412c8390	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-7c35-a76f-4d7a02ac0e39	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-7c66-aa0f-a2077f3744e1	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-7cda-9135-7aeb9599fcc0	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-7d08-91e3-76056b663ee7	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-7d35-b663-c9b962119d22	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-7d60-bb0b-3fccb36846f0	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-28cb-7dd3-b504-d021226c4872	01a208e4-28f5-7cba-8c2c-ff3d1c02fa8a	100	0	0	2026-03-02 10:00:00+00	erp-nord	1
01a208e4-2919-702c-9ee1-d0d161da609c	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-70f7-8560-b1c67e765041	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-712f-867f-5a6dc3e46731	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-715e-a6f3-c0ffa4c995c1	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-7187-93cb-15d985934c68	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-71b2-886c-ef58ef3bba76	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-71df-ae4d-18a5b54c6649	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-720b-98b2-4f80073890e9	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-7234-8647-977bfb4d5859	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-725f-bebe-a81b6abecd69	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-728e-8580-fee6af100eef	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-72c0-a50e-fa37df3c2344	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-72eb-81bb-524de7f6269e	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-7319-9084-32f42c484cc3	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-7344-855d-6c876d2930e1	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-7373-8f42-df100eda3173	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-73a0-875b-35239744e767	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-73cd-87d3-73a630d9fce5	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-73f7-ad36-94db71c92ddd	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
01a208e4-2919-7422-90e8-d7d8bf492622	01a208e4-292b-7d74-861f-d076e0a92183	100	0	0	2026-03-02 10:00:00+00	erp-sued	1
\.


--
-- Data for Name: transport; Type: TABLE DATA; Schema: availability; Owner: -
--

COPY availability.transport (location, country, zone, days) FROM stdin;
\.


--
-- Data for Name: category; Type: TABLE DATA; Schema: catalog; Owner: -
--

COPY catalog.category (id, parent, names, "position") FROM stdin;
\.


--
-- Data for Name: category_ref; Type: TABLE DATA; Schema: catalog; Owner: -
--

COPY catalog.category_ref (system, key, category) FROM stdin;
\.


--
-- Data for Name: media; Type: TABLE DATA; Schema: catalog; Owner: -
--

COPY catalog.media (id, product, "position", content_type, name, digest, url, content) FROM stdin;
\.


--
-- Data for Name: number; Type: TABLE DATA; Schema: catalog; Owner: -
--

COPY catalog.number (normal, kind, product) FROM stdin;
62042rs	sku	01a208e4-28cb-7754-8d5e-f3f13c1beb3c
skf0c3	manufacturer	01a208e4-28cb-7754-8d5e-f3f13c1beb3c
62062rs	sku	01a208e4-28cb-785d-908e-3208f95c71fe
skf2c3	manufacturer	01a208e4-28cb-785d-908e-3208f95c71fe
62082rs	sku	01a208e4-28cb-78b2-a3b3-22663491de45
skf4c3	manufacturer	01a208e4-28cb-78b2-a3b3-22663491de45
62102rs	sku	01a208e4-28cb-78f4-b2fb-6ea8f7785107
skf6c3	manufacturer	01a208e4-28cb-78f4-b2fb-6ea8f7785107
62122rs	sku	01a208e4-28cb-7932-91fb-63d97f4fdb7b
skf8c3	manufacturer	01a208e4-28cb-7932-91fb-63d97f4fdb7b
62142rs	sku	01a208e4-28cb-796c-8ba9-91d2f762ff11
skf10c3	manufacturer	01a208e4-28cb-796c-8ba9-91d2f762ff11
62162rs	sku	01a208e4-28cb-79a2-b9fa-c68c4d562b69
skf12c3	manufacturer	01a208e4-28cb-79a2-b9fa-c68c4d562b69
62182rs	sku	01a208e4-28cb-79f0-9227-c21983db363b
skf14c3	manufacturer	01a208e4-28cb-79f0-9227-c21983db363b
62202rs	sku	01a208e4-28cb-7a2b-9fe7-b64ae650bd5e
skf16c3	manufacturer	01a208e4-28cb-7a2b-9fe7-b64ae650bd5e
62222rs	sku	01a208e4-28cb-7b1c-bf5c-aecc79cc2021
skf18c3	manufacturer	01a208e4-28cb-7b1c-bf5c-aecc79cc2021
62242rs	sku	01a208e4-28cb-7b50-9554-d713499c3a9e
skf20c3	manufacturer	01a208e4-28cb-7b50-9554-d713499c3a9e
62262rs	sku	01a208e4-28cb-7b81-aef6-b8e0a326e014
skf22c3	manufacturer	01a208e4-28cb-7b81-aef6-b8e0a326e014
62282rs	sku	01a208e4-28cb-7bac-8304-391d412c8390
skf24c3	manufacturer	01a208e4-28cb-7bac-8304-391d412c8390
62302rs	sku	01a208e4-28cb-7c35-a76f-4d7a02ac0e39
skf26c3	manufacturer	01a208e4-28cb-7c35-a76f-4d7a02ac0e39
62322rs	sku	01a208e4-28cb-7c66-aa0f-a2077f3744e1
skf28c3	manufacturer	01a208e4-28cb-7c66-aa0f-a2077f3744e1
62342rs	sku	01a208e4-28cb-7cda-9135-7aeb9599fcc0
skf30c3	manufacturer	01a208e4-28cb-7cda-9135-7aeb9599fcc0
62362rs	sku	01a208e4-28cb-7d08-91e3-76056b663ee7
skf32c3	manufacturer	01a208e4-28cb-7d08-91e3-76056b663ee7
62382rs	sku	01a208e4-28cb-7d35-b663-c9b962119d22
skf34c3	manufacturer	01a208e4-28cb-7d35-b663-c9b962119d22
62402rs	sku	01a208e4-28cb-7d60-bb0b-3fccb36846f0
skf36c3	manufacturer	01a208e4-28cb-7d60-bb0b-3fccb36846f0
62422rs	sku	01a208e4-28cb-7dd3-b504-d021226c4872
skf38c3	manufacturer	01a208e4-28cb-7dd3-b504-d021226c4872
62052rs	sku	01a208e4-2919-702c-9ee1-d0d161da609c
skf1c3	manufacturer	01a208e4-2919-702c-9ee1-d0d161da609c
62072rs	sku	01a208e4-2919-70f7-8560-b1c67e765041
skf2c3	manufacturer	01a208e4-2919-70f7-8560-b1c67e765041
62092rs	sku	01a208e4-2919-712f-867f-5a6dc3e46731
skf5c3	manufacturer	01a208e4-2919-712f-867f-5a6dc3e46731
62112rs	sku	01a208e4-2919-715e-a6f3-c0ffa4c995c1
skf7c3	manufacturer	01a208e4-2919-715e-a6f3-c0ffa4c995c1
62132rs	sku	01a208e4-2919-7187-93cb-15d985934c68
skf9c3	manufacturer	01a208e4-2919-7187-93cb-15d985934c68
62152rs	sku	01a208e4-2919-71b2-886c-ef58ef3bba76
skf11c3	manufacturer	01a208e4-2919-71b2-886c-ef58ef3bba76
62172rs	sku	01a208e4-2919-71df-ae4d-18a5b54c6649
skf13c3	manufacturer	01a208e4-2919-71df-ae4d-18a5b54c6649
62192rs	sku	01a208e4-2919-720b-98b2-4f80073890e9
skf15c3	manufacturer	01a208e4-2919-720b-98b2-4f80073890e9
62212rs	sku	01a208e4-2919-7234-8647-977bfb4d5859
skf17c3	manufacturer	01a208e4-2919-7234-8647-977bfb4d5859
62232rs	sku	01a208e4-2919-725f-bebe-a81b6abecd69
skf19c3	manufacturer	01a208e4-2919-725f-bebe-a81b6abecd69
62252rs	sku	01a208e4-2919-728e-8580-fee6af100eef
skf21c3	manufacturer	01a208e4-2919-728e-8580-fee6af100eef
62272rs	sku	01a208e4-2919-72c0-a50e-fa37df3c2344
skf23c3	manufacturer	01a208e4-2919-72c0-a50e-fa37df3c2344
62292rs	sku	01a208e4-2919-72eb-81bb-524de7f6269e
skf25c3	manufacturer	01a208e4-2919-72eb-81bb-524de7f6269e
62312rs	sku	01a208e4-2919-7319-9084-32f42c484cc3
skf27c3	manufacturer	01a208e4-2919-7319-9084-32f42c484cc3
62332rs	sku	01a208e4-2919-7344-855d-6c876d2930e1
skf29c3	manufacturer	01a208e4-2919-7344-855d-6c876d2930e1
62352rs	sku	01a208e4-2919-7373-8f42-df100eda3173
skf31c3	manufacturer	01a208e4-2919-7373-8f42-df100eda3173
62372rs	sku	01a208e4-2919-73a0-875b-35239744e767
skf33c3	manufacturer	01a208e4-2919-73a0-875b-35239744e767
62392rs	sku	01a208e4-2919-73cd-87d3-73a630d9fce5
skf35c3	manufacturer	01a208e4-2919-73cd-87d3-73a630d9fce5
62412rs	sku	01a208e4-2919-73f7-ad36-94db71c92ddd
skf37c3	manufacturer	01a208e4-2919-73f7-ad36-94db71c92ddd
62432rs	sku	01a208e4-2919-7422-90e8-d7d8bf492622
skf39c3	manufacturer	01a208e4-2919-7422-90e8-d7d8bf492622
\.


--
-- Data for Name: own_number; Type: TABLE DATA; Schema: catalog; Owner: -
--

COPY catalog.own_number (organisation, normal, product, number) FROM stdin;
01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	kl0815	01a208e4-28cb-78b2-a3b3-22663491de45	KL-0815
\.


--
-- Data for Name: product; Type: TABLE DATA; Schema: catalog; Owner: -
--

COPY catalog.product (id, sku, names, descriptions, category, base_unit, sales_unit, units, minimum, multiple, gtin, manufacturer, manufacturer_number, tax_class, family, varying, attributes, active, system, digest, version) FROM stdin;
01a208e4-28cb-7754-8d5e-f3f13c1beb3c	6204-2RS	{"de": "Rillenkugellager 0", "en": "Ball bearing 0"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 0/C3	standard	\N	{}	[]	t	erp-nord	752681b2a9d1cb4acf05f3f112326cd33b4b33d9217e56eba3f322314bdd1210	1
01a208e4-28cb-785d-908e-3208f95c71fe	6206-2RS	{"de": "Rillenkugellager 2", "en": "Ball bearing 2"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 2/C3	standard	\N	{}	[]	t	erp-nord	daf93f30264be10fccc8ceaac5fc6506b7c54ad5babe522c61f9ed821a230db5	1
01a208e4-28cb-78b2-a3b3-22663491de45	6208-2RS	{"de": "Rillenkugellager 4", "en": "Ball bearing 4"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 4/C3	standard	\N	{}	[]	t	erp-nord	971a28fdf068e1975c9b9e8ea02deab48ea3c2549415ec98f59e14cc276c82da	1
01a208e4-28cb-78f4-b2fb-6ea8f7785107	6210-2RS	{"de": "Rillenkugellager 6", "en": "Ball bearing 6"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 6/C3	standard	\N	{}	[]	t	erp-nord	6f7f2fe4291993a917b4cd7d1ce6c93728272dd5c95bbe5adc2ab2981fc8235b	1
01a208e4-28cb-7932-91fb-63d97f4fdb7b	6212-2RS	{"de": "Rillenkugellager 8", "en": "Ball bearing 8"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 8/C3	standard	\N	{}	[]	t	erp-nord	1718f39c8ff9522c7ee704bf35fd173e8013688f473a872603a409ec8063ec90	1
01a208e4-28cb-796c-8ba9-91d2f762ff11	6214-2RS	{"de": "Rillenkugellager 10", "en": "Ball bearing 10"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 10/C3	standard	\N	{}	[]	t	erp-nord	e5f79f0d449f1a2a898e07a9c03ca890e05d3dabde9b9a30ebc7a09ce351a402	1
01a208e4-28cb-79a2-b9fa-c68c4d562b69	6216-2RS	{"de": "Rillenkugellager 12", "en": "Ball bearing 12"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 12/C3	standard	\N	{}	[]	t	erp-nord	f0f467a898dad49733723e3c938c0c22df1760e17f5bef3f22d8844f1a3cd2fb	1
01a208e4-28cb-79f0-9227-c21983db363b	6218-2RS	{"de": "Rillenkugellager 14", "en": "Ball bearing 14"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 14/C3	standard	\N	{}	[]	t	erp-nord	7c18e17911d160a9d0e2b5600823dc5d26de05be2a3d6f8be2951cc76f7fd91e	1
01a208e4-28cb-7a2b-9fe7-b64ae650bd5e	6220-2RS	{"de": "Rillenkugellager 16", "en": "Ball bearing 16"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 16/C3	standard	\N	{}	[]	t	erp-nord	662d5d8f60565b036e4cd576a3fa2d2e2cf5e71a8425a62e8951000f55f7c214	1
01a208e4-28cb-7b1c-bf5c-aecc79cc2021	6222-2RS	{"de": "Rillenkugellager 18", "en": "Ball bearing 18"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 18/C3	standard	\N	{}	[]	t	erp-nord	529db89b2a195dfb9a90a480196cc15c6af5431ff9c94bd941e2e2a5c6a58526	1
01a208e4-28cb-7b50-9554-d713499c3a9e	6224-2RS	{"de": "Rillenkugellager 20", "en": "Ball bearing 20"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 20/C3	standard	\N	{}	[]	t	erp-nord	676e5aff60f27d1383a2b91b994c5671085349c64f368ef07b3c971e716c9a9d	1
01a208e4-28cb-7b81-aef6-b8e0a326e014	6226-2RS	{"de": "Rillenkugellager 22", "en": "Ball bearing 22"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 22/C3	standard	\N	{}	[]	t	erp-nord	1364544c56d8c3f6d32b7bc03e6a8537d7a51e3a0f31587d3f9a006922e8749a	1
01a208e4-28cb-7bac-8304-391d412c8390	6228-2RS	{"de": "Rillenkugellager 24", "en": "Ball bearing 24"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 24/C3	standard	\N	{}	[]	t	erp-nord	5e0a5ac4916177a12c23e11f35fc39c01b48d31fd0c9498d0cc5d0c391d7e46f	1
01a208e4-28cb-7c35-a76f-4d7a02ac0e39	6230-2RS	{"de": "Rillenkugellager 26", "en": "Ball bearing 26"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 26/C3	standard	\N	{}	[]	t	erp-nord	e764daa5dfb2c12b2281fcbe7e9d0c1ebe24cea25202df75f3a0efa8b2960d37	1
01a208e4-28cb-7c66-aa0f-a2077f3744e1	6232-2RS	{"de": "Rillenkugellager 28", "en": "Ball bearing 28"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 28/C3	standard	\N	{}	[]	t	erp-nord	e9e814b661a99ce876af6e416a0b937fcb432234b390ff1c289e8a8f178691e4	1
01a208e4-28cb-7cda-9135-7aeb9599fcc0	6234-2RS	{"de": "Rillenkugellager 30", "en": "Ball bearing 30"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 30/C3	standard	\N	{}	[]	t	erp-nord	9d62b9bcbe190f02441cff5848e8157cb5e368df3f033593024def5b592615bf	1
01a208e4-28cb-7d08-91e3-76056b663ee7	6236-2RS	{"de": "Rillenkugellager 32", "en": "Ball bearing 32"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 32/C3	standard	\N	{}	[]	t	erp-nord	95c87afb50550460d41fd2a782a67b1f40f105068eb7deb857a343b4c281d396	1
01a208e4-28cb-7d35-b663-c9b962119d22	6238-2RS	{"de": "Rillenkugellager 34", "en": "Ball bearing 34"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 34/C3	standard	\N	{}	[]	t	erp-nord	ca9aa0a29e21244e483c50e4a3b7268a7988d1fa14685bc90ed927d0ad0ad637	1
01a208e4-28cb-7d60-bb0b-3fccb36846f0	6240-2RS	{"de": "Rillenkugellager 36", "en": "Ball bearing 36"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 36/C3	standard	\N	{}	[]	t	erp-nord	e36afdc1db6c88e0fb44244b76d0258b302dfe36aaef814a4a1d194a2ae3c824	1
01a208e4-28cb-7dd3-b504-d021226c4872	6242-2RS	{"de": "Rillenkugellager 38", "en": "Ball bearing 38"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 38/C3	standard	\N	{}	[]	t	erp-nord	22ea8728e8254f829647ee0cca767e72151b826bacbb8329182a99f16c089929	1
01a208e4-2919-702c-9ee1-d0d161da609c	6205-2RS	{"de": "Rillenkugellager 1", "en": "Ball bearing 1"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 1/C3	standard	\N	{}	[]	t	erp-sued	f0064de811a996097a40a0dc339f8304ec29b43ee9d5fd55fe01df5efe40f7e9	1
01a208e4-2919-70f7-8560-b1c67e765041	6207-2RS	{"de": "Rillenkugellager 3", "en": "Ball bearing 3"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 2/C3	standard	\N	{}	[]	t	erp-sued	1c7e1ea73343f5f0cbd649b337a2ef92cfb85f4e2e8926333c5aac219a17a571	1
01a208e4-2919-712f-867f-5a6dc3e46731	6209-2RS	{"de": "Rillenkugellager 5", "en": "Ball bearing 5"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 5/C3	standard	\N	{}	[]	t	erp-sued	22faacdab61199829b43d72d096ab48e119ffafc71ecd1dc59fb5e81660c7267	1
01a208e4-2919-715e-a6f3-c0ffa4c995c1	6211-2RS	{"de": "Rillenkugellager 7", "en": "Ball bearing 7"}	{}	\N	PCE	PCE	[["BX", "10"]]	2	2	\N	\N	SKF 7/C3	standard	\N	{}	[]	t	erp-sued	f254dbdf6d22dc90d71cc030a25f25b3a6857d0f052d440d0a5e93a821bba03a	1
01a208e4-2919-7187-93cb-15d985934c68	6213-2RS	{"de": "Rillenkugellager 9", "en": "Ball bearing 9"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 9/C3	standard	\N	{}	[]	t	erp-sued	c151ab3df6c72d6c203530560dae455dd50cc6f7ee6b945eca7869a12f15a0b6	1
01a208e4-2919-71b2-886c-ef58ef3bba76	6215-2RS	{"de": "Rillenkugellager 11", "en": "Ball bearing 11"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 11/C3	standard	\N	{}	[]	t	erp-sued	2045006674044f57036a5e40d40cbe2fd3720e1b0b1bc88a7b609054979b1489	1
01a208e4-2919-71df-ae4d-18a5b54c6649	6217-2RS	{"de": "Rillenkugellager 13", "en": "Ball bearing 13"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 13/C3	standard	\N	{}	[]	t	erp-sued	a0ddc622c88a8396d8734077f2e1c2eec2f8f181bd5e561764f768293b0e113b	1
01a208e4-2919-720b-98b2-4f80073890e9	6219-2RS	{"de": "Rillenkugellager 15", "en": "Ball bearing 15"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 15/C3	standard	\N	{}	[]	t	erp-sued	5fe50b7772417e77c2f85418391efbd41f7c3f932b34009570201d6fdf2b1f01	1
01a208e4-2919-7234-8647-977bfb4d5859	6221-2RS	{"de": "Rillenkugellager 17", "en": "Ball bearing 17"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 17/C3	standard	\N	{}	[]	t	erp-sued	f81067e5b5e456598985e8a23ff1c69126d59a3e909593b3bb501bd79464853c	1
01a208e4-2919-725f-bebe-a81b6abecd69	6223-2RS	{"de": "Rillenkugellager 19", "en": "Ball bearing 19"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 19/C3	standard	\N	{}	[]	t	erp-sued	dcf8a7c8e5604279179c508b43fdf88e0d15ffab367db5b514cef17e44ba8afd	1
01a208e4-2919-728e-8580-fee6af100eef	6225-2RS	{"de": "Rillenkugellager 21", "en": "Ball bearing 21"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 21/C3	standard	\N	{}	[]	t	erp-sued	e4570231d7c51a6998356e6c04307dcd524ec13a7512c7f8f01e593e31a47e53	1
01a208e4-2919-72c0-a50e-fa37df3c2344	6227-2RS	{"de": "Rillenkugellager 23", "en": "Ball bearing 23"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 23/C3	standard	\N	{}	[]	t	erp-sued	1cf0ef8f145a725dc26de9641af3486705c8a145f940e82052d83ac3a9217003	1
01a208e4-2919-72eb-81bb-524de7f6269e	6229-2RS	{"de": "Rillenkugellager 25", "en": "Ball bearing 25"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 25/C3	standard	\N	{}	[]	t	erp-sued	e8aae4059aae0f5560a994f3172d393be1e733c1a1dbb48872310d432b07cca3	1
01a208e4-2919-7319-9084-32f42c484cc3	6231-2RS	{"de": "Rillenkugellager 27", "en": "Ball bearing 27"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 27/C3	standard	\N	{}	[]	t	erp-sued	2ed3d117713bc8b32aed9e99e462d4afc5624b27769a82a44e2506bcb137da11	1
01a208e4-2919-7344-855d-6c876d2930e1	6233-2RS	{"de": "Rillenkugellager 29", "en": "Ball bearing 29"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 29/C3	standard	\N	{}	[]	t	erp-sued	b622bca8bc647271bfb8f1070b5d01d306146960bf4beb660d0f33304ac1b6f1	1
01a208e4-2919-7373-8f42-df100eda3173	6235-2RS	{"de": "Rillenkugellager 31", "en": "Ball bearing 31"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 31/C3	standard	\N	{}	[]	t	erp-sued	48cd5417e9b5a8de8065d1f58f97532a3b53df9d6db6e80251d4922c8e14f21a	1
01a208e4-2919-73a0-875b-35239744e767	6237-2RS	{"de": "Rillenkugellager 33", "en": "Ball bearing 33"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 33/C3	standard	\N	{}	[]	t	erp-sued	7160df0a068dff9c3fb6c61bf9bc9047cac0fd8021fb54f9e27b60df94fa96ca	1
01a208e4-2919-73cd-87d3-73a630d9fce5	6239-2RS	{"de": "Rillenkugellager 35", "en": "Ball bearing 35"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 35/C3	standard	\N	{}	[]	t	erp-sued	f08f35c4fe2c76f24eb675da98ddb0eb1f29ad060c1f0abcabbf50677819bc0c	1
01a208e4-2919-73f7-ad36-94db71c92ddd	6241-2RS	{"de": "Rillenkugellager 37", "en": "Ball bearing 37"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 37/C3	standard	\N	{}	[]	t	erp-sued	d9328dbf90d32f4b345b5223d93fff2101cbef498573cfa0acdb1220dd9d3871	1
01a208e4-2919-7422-90e8-d7d8bf492622	6243-2RS	{"de": "Rillenkugellager 39", "en": "Ball bearing 39"}	{}	\N	PCE	PCE	[["BX", "10"]]	1	1	\N	\N	SKF 39/C3	standard	\N	{}	[]	t	erp-sued	4c7f2d906335f2db23385bbffab210f4b71d405c7aa0899972cd1943ef1f7bdc	1
\.


--
-- Data for Name: product_ref; Type: TABLE DATA; Schema: catalog; Owner: -
--

COPY catalog.product_ref (system, key, product) FROM stdin;
erp-nord	0	01a208e4-28cb-7754-8d5e-f3f13c1beb3c
erp-nord	2	01a208e4-28cb-785d-908e-3208f95c71fe
erp-nord	4	01a208e4-28cb-78b2-a3b3-22663491de45
erp-nord	6	01a208e4-28cb-78f4-b2fb-6ea8f7785107
erp-nord	8	01a208e4-28cb-7932-91fb-63d97f4fdb7b
erp-nord	10	01a208e4-28cb-796c-8ba9-91d2f762ff11
erp-nord	12	01a208e4-28cb-79a2-b9fa-c68c4d562b69
erp-nord	14	01a208e4-28cb-79f0-9227-c21983db363b
erp-nord	16	01a208e4-28cb-7a2b-9fe7-b64ae650bd5e
erp-nord	18	01a208e4-28cb-7b1c-bf5c-aecc79cc2021
erp-nord	20	01a208e4-28cb-7b50-9554-d713499c3a9e
erp-nord	22	01a208e4-28cb-7b81-aef6-b8e0a326e014
erp-nord	24	01a208e4-28cb-7bac-8304-391d412c8390
erp-nord	26	01a208e4-28cb-7c35-a76f-4d7a02ac0e39
erp-nord	28	01a208e4-28cb-7c66-aa0f-a2077f3744e1
erp-nord	30	01a208e4-28cb-7cda-9135-7aeb9599fcc0
erp-nord	32	01a208e4-28cb-7d08-91e3-76056b663ee7
erp-nord	34	01a208e4-28cb-7d35-b663-c9b962119d22
erp-nord	36	01a208e4-28cb-7d60-bb0b-3fccb36846f0
erp-nord	38	01a208e4-28cb-7dd3-b504-d021226c4872
erp-sued	1	01a208e4-2919-702c-9ee1-d0d161da609c
erp-sued	3	01a208e4-2919-70f7-8560-b1c67e765041
erp-sued	5	01a208e4-2919-712f-867f-5a6dc3e46731
erp-sued	7	01a208e4-2919-715e-a6f3-c0ffa4c995c1
erp-sued	9	01a208e4-2919-7187-93cb-15d985934c68
erp-sued	11	01a208e4-2919-71b2-886c-ef58ef3bba76
erp-sued	13	01a208e4-2919-71df-ae4d-18a5b54c6649
erp-sued	15	01a208e4-2919-720b-98b2-4f80073890e9
erp-sued	17	01a208e4-2919-7234-8647-977bfb4d5859
erp-sued	19	01a208e4-2919-725f-bebe-a81b6abecd69
erp-sued	21	01a208e4-2919-728e-8580-fee6af100eef
erp-sued	23	01a208e4-2919-72c0-a50e-fa37df3c2344
erp-sued	25	01a208e4-2919-72eb-81bb-524de7f6269e
erp-sued	27	01a208e4-2919-7319-9084-32f42c484cc3
erp-sued	29	01a208e4-2919-7344-855d-6c876d2930e1
erp-sued	31	01a208e4-2919-7373-8f42-df100eda3173
erp-sued	33	01a208e4-2919-73a0-875b-35239744e767
erp-sued	35	01a208e4-2919-73cd-87d3-73a630d9fce5
erp-sued	37	01a208e4-2919-73f7-ad36-94db71c92ddd
erp-sued	39	01a208e4-2919-7422-90e8-d7d8bf492622
\.


--
-- Data for Name: relation; Type: TABLE DATA; Schema: catalog; Owner: -
--

COPY catalog.relation (product, kind, system, key, "position") FROM stdin;
\.


--
-- Data for Name: connection; Type: TABLE DATA; Schema: intake; Owner: -
--

COPY intake.connection (id, name, kind, system, direction, settings, paused, breaker, failures, retry_at, last_success_at, lag_seconds, error, error_at, version) FROM stdin;
\.


--
-- Data for Name: delivery; Type: TABLE DATA; Schema: intake; Owner: -
--

COPY intake.delivery (connection, kind, key, run, fields, systems, file) FROM stdin;
\.


--
-- Data for Name: quarantine; Type: TABLE DATA; Schema: intake; Owner: -
--

COPY intake.quarantine (id, connection, run, kind, file, line, "column", field, value, code, detail, fields, raw, systems, state, created_at, changed_at, changed_by, version) FROM stdin;
\.


--
-- Data for Name: run; Type: TABLE DATA; Schema: intake; Owner: -
--

COPY intake.run (id, connection, mode, dry_run, state, requested_by, created_at, started_at, finished_at, heartbeat_at, files, progress, counts, problems, error) FROM stdin;
\.


--
-- Data for Name: upload; Type: TABLE DATA; Schema: intake; Owner: -
--

COPY intake.upload (run, name, piece, content) FROM stdin;
\.


--
-- Data for Name: cart; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.cart (id, organisation, contact, name, currency, state, version, last_position, created_at, updated_at) FROM stdin;
01a208e4-2a0c-7546-8ed4-3f77908cd11e	01a208e4-2892-768d-9640-2119d3f3b5ba	01a208e4-29e6-7195-a8cd-074e986fc185		EUR	ordered	3	2	2026-03-02 10:01:00+00	2026-03-02 10:01:00+00
\.


--
-- Data for Name: cart_line; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.cart_line (id, cart, "position", product, quantity, unit, note, requested_date) FROM stdin;
01a208e4-2a28-745c-a140-3215d60de64d	01a208e4-2a0c-7546-8ed4-3f77908cd11e	1	01a208e4-28cb-7754-8d5e-f3f13c1beb3c	2	PCE		\N
01a208e4-2a28-74cd-8287-ceec2136069a	01a208e4-2a0c-7546-8ed4-3f77908cd11e	2	01a208e4-2919-702c-9ee1-d0d161da609c	2	PCE		\N
\.


--
-- Data for Name: export_queue; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.export_queue (system, last_sequence) FROM stdin;
erp-nord	1
erp-sued	1
\.


--
-- Data for Name: invoice; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.invoice (sales_order, system, key, number, state, issued_on, due_on, currency, net, tax, gross, told_at) FROM stdin;
\.


--
-- Data for Name: order_export; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.order_export (id, sales_order, system, sequence, reference, state, attempts, error, next_attempt_at, begun_at, exported_at, external_key, external_number, erp_state) FROM stdin;
01a208e4-2aab-7ab0-ad5c-ad32e66aadb4	01a208e4-2a92-7376-9cc8-ce1a877d5eaa	erp-nord	1	1000001/erp-nord	waiting	0		\N	\N	\N	\N	\N	\N
01a208e4-2aac-748e-8137-d04b55720585	01a208e4-2a92-7376-9cc8-ce1a877d5eaa	erp-sued	1	1000001/erp-sued	waiting	0		\N	\N	\N	\N	\N	\N
\.


--
-- Data for Name: sales_order; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.sales_order (id, number, organisation, contact, on_behalf, cart, state, version, placed_at, po_number, ship_to, ship_to_lines, requested_date, note, currency, net, tax, freight, gross, line_count, source, source_key, digest) FROM stdin;
01a208e4-2a92-7376-9cc8-ce1a877d5eaa	1000001	01a208e4-2892-768d-9640-2119d3f3b5ba	01a208e4-29e6-7195-a8cd-074e986fc185	\N	01a208e4-2a0c-7546-8ed4-3f77908cd11e	placed	1	2026-03-02 10:01:00+00	4500012345	01a208e4-28b0-7530-b20f-c5ea602eb8b6	{"site Tor 3","Hafenstraße 1","20457 Hamburg",DE}	\N		EUR	5.80	1.10	0.00	6.90	2		\N	\N
\.


--
-- Data for Name: sales_order_line; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.sales_order_line (id, sales_order, "position", product, sku, name, quantity, unit, price, price_per, price_unit, amount, tax_rate, because, schedule, state, shipped, system, note, requested_date) FROM stdin;
01a208e4-2a92-73ec-9ef1-6f64e38c6f0f	01a208e4-2a92-7376-9cc8-ce1a877d5eaa	1	01a208e4-28cb-7754-8d5e-f3f13c1beb3c	6204-2RS	Rillenkugellager 0	2	PCE	0.9	1	PCE	1.80	19	[{"per": "1", "step": "base", "text": "", "unit": "PCE", "after": "0.9", "owner": "org_01m84e8a4jeqqb9tra9fcanfen", "scale": "0", "access": "contract", "amount": "0.9", "before": null, "record": "0-group", "system": "erp-nord", "currency": "EUR", "calculation": "amount"}, {"rate": "19", "step": "tax", "text": "Umsatzsteuer 19 %: Satz im Land des Verkäufers", "reason": "domestic"}]	[{"date": "2026-03-02", "location": null, "quantity": "2", "delivered_on": null}]	placed	0	erp-nord		\N
01a208e4-2a92-73ff-8c5d-57548dade0e1	01a208e4-2a92-7376-9cc8-ce1a877d5eaa	2	01a208e4-2919-702c-9ee1-d0d161da609c	6205-2RS	Rillenkugellager 1	2	PCE	2	1	PCE	4.00	19	[{"per": "1", "step": "base", "text": "", "unit": "PCE", "after": "2", "owner": null, "scale": "0", "access": "list", "amount": "2", "before": null, "record": "1-list", "system": "erp-sued", "currency": "EUR", "calculation": "amount"}, {"rate": "19", "step": "tax", "text": "Umsatzsteuer 19 %: Satz im Land des Verkäufers", "reason": "domestic"}]	[{"date": "2026-03-02", "location": null, "quantity": "2", "delivered_on": null}]	placed	0	erp-sued		\N
\.


--
-- Data for Name: shipment; Type: TABLE DATA; Schema: orders; Owner: -
--

COPY orders.shipment (sales_order, system, key, number, state, shipped_on, tracking, lines, told_at) FROM stdin;
\.


--
-- Data for Name: event_log; Type: TABLE DATA; Schema: platform; Owner: -
--

COPY platform.event_log ("position", id, type, subject, data, occurred_at, recorded_at) FROM stdin;
1	01a208e4-2aad-7fed-bfd4-0f2e3c30d16f	accounts.organisation_changed.v1	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	{"organisation": "01a208e4-2892-75ee-b4eb-0a4bd8aabdd5"}	2026-11-23 14:51:40.593215+00	2026-11-23 14:51:40.616626+00
2	01a208e4-2aae-7023-bc18-b191a410515b	accounts.organisation_changed.v1	01a208e4-2892-768d-9640-2119d3f3b5ba	{"organisation": "01a208e4-2892-768d-9640-2119d3f3b5ba"}	2026-11-23 14:51:40.593348+00	2026-11-23 14:51:40.616924+00
3	01a208e4-2aae-7036-873a-183042a6189f	accounts.organisation_changed.v1	01a208e4-2892-76a5-b7ed-57573dd00eb3	{"organisation": "01a208e4-2892-76a5-b7ed-57573dd00eb3"}	2026-11-23 14:51:40.593351+00	2026-11-23 14:51:40.616934+00
4	01a208e4-2aae-7046-80b1-a44f66cd3abd	accounts.addresses_changed.v1	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	{"organisation": "01a208e4-2892-75ee-b4eb-0a4bd8aabdd5"}	2026-11-23 14:51:40.593353+00	2026-11-23 14:51:40.616938+00
5	01a208e4-2aae-7054-bbf9-f8ce8694c66c	accounts.addresses_changed.v1	01a208e4-2892-768d-9640-2119d3f3b5ba	{"organisation": "01a208e4-2892-768d-9640-2119d3f3b5ba"}	2026-11-23 14:51:40.593355+00	2026-11-23 14:51:40.616942+00
6	01a208e4-2aae-7062-936b-03d2d9a80854	accounts.addresses_changed.v1	01a208e4-2892-76a5-b7ed-57573dd00eb3	{"organisation": "01a208e4-2892-76a5-b7ed-57573dd00eb3"}	2026-11-23 14:51:40.593357+00	2026-11-23 14:51:40.616946+00
7	01a208e4-2aae-7070-a1a3-789c75b40390	catalog.products_changed.v1	erp-nord	{"source": "erp-nord", "products": ["01a208e4-28cb-7754-8d5e-f3f13c1beb3c", "01a208e4-28cb-785d-908e-3208f95c71fe", "01a208e4-28cb-78b2-a3b3-22663491de45", "01a208e4-28cb-78f4-b2fb-6ea8f7785107", "01a208e4-28cb-7932-91fb-63d97f4fdb7b", "01a208e4-28cb-796c-8ba9-91d2f762ff11", "01a208e4-28cb-79a2-b9fa-c68c4d562b69", "01a208e4-28cb-79f0-9227-c21983db363b", "01a208e4-28cb-7a2b-9fe7-b64ae650bd5e", "01a208e4-28cb-7b1c-bf5c-aecc79cc2021", "01a208e4-28cb-7b50-9554-d713499c3a9e", "01a208e4-28cb-7b81-aef6-b8e0a326e014", "01a208e4-28cb-7bac-8304-391d412c8390", "01a208e4-28cb-7c35-a76f-4d7a02ac0e39", "01a208e4-28cb-7c66-aa0f-a2077f3744e1", "01a208e4-28cb-7cda-9135-7aeb9599fcc0", "01a208e4-28cb-7d08-91e3-76056b663ee7", "01a208e4-28cb-7d35-b663-c9b962119d22", "01a208e4-28cb-7d60-bb0b-3fccb36846f0", "01a208e4-28cb-7dd3-b504-d021226c4872"]}	2026-11-23 14:51:40.593358+00	2026-11-23 14:51:40.61695+00
8	01a208e4-2aae-7089-ba8c-3bfba87d91ca	availability.source_heard.v1	erp-nord	{"source": "erp-nord"}	2026-11-23 14:51:40.593364+00	2026-11-23 14:51:40.616954+00
9	01a208e4-2aae-7097-a670-81ac5e801405	catalog.customer_part_numbers_changed.v1	erp-nord	{"source": "erp-nord", "organisations": ["01a208e4-2892-75ee-b4eb-0a4bd8aabdd5"]}	2026-11-23 14:51:40.593366+00	2026-11-23 14:51:40.616958+00
10	01a208e4-2aae-70a7-899f-88141a350264	availability.stock_changed.v1	erp-nord	{"cause": "stock", "source": "erp-nord", "products": ["01a208e4-28cb-7754-8d5e-f3f13c1beb3c", "01a208e4-28cb-785d-908e-3208f95c71fe", "01a208e4-28cb-78b2-a3b3-22663491de45", "01a208e4-28cb-78f4-b2fb-6ea8f7785107", "01a208e4-28cb-7932-91fb-63d97f4fdb7b", "01a208e4-28cb-796c-8ba9-91d2f762ff11", "01a208e4-28cb-79a2-b9fa-c68c4d562b69", "01a208e4-28cb-79f0-9227-c21983db363b", "01a208e4-28cb-7a2b-9fe7-b64ae650bd5e", "01a208e4-28cb-7b1c-bf5c-aecc79cc2021", "01a208e4-28cb-7b50-9554-d713499c3a9e", "01a208e4-28cb-7b81-aef6-b8e0a326e014", "01a208e4-28cb-7bac-8304-391d412c8390", "01a208e4-28cb-7c35-a76f-4d7a02ac0e39", "01a208e4-28cb-7c66-aa0f-a2077f3744e1", "01a208e4-28cb-7cda-9135-7aeb9599fcc0", "01a208e4-28cb-7d08-91e3-76056b663ee7", "01a208e4-28cb-7d35-b663-c9b962119d22", "01a208e4-28cb-7d60-bb0b-3fccb36846f0", "01a208e4-28cb-7dd3-b504-d021226c4872"]}	2026-11-23 14:51:40.593368+00	2026-11-23 14:51:40.616962+00
11	01a208e4-2aae-70b9-80a5-73b51255828a	availability.source_heard.v1	erp-nord	{"source": "erp-nord"}	2026-11-23 14:51:40.59337+00	2026-11-23 14:51:40.616966+00
12	01a208e4-2aae-70ca-9f70-78c9b5859a60	catalog.products_changed.v1	erp-sued	{"source": "erp-sued", "products": ["01a208e4-2919-702c-9ee1-d0d161da609c", "01a208e4-2919-70f7-8560-b1c67e765041", "01a208e4-2919-712f-867f-5a6dc3e46731", "01a208e4-2919-715e-a6f3-c0ffa4c995c1", "01a208e4-2919-7187-93cb-15d985934c68", "01a208e4-2919-71b2-886c-ef58ef3bba76", "01a208e4-2919-71df-ae4d-18a5b54c6649", "01a208e4-2919-720b-98b2-4f80073890e9", "01a208e4-2919-7234-8647-977bfb4d5859", "01a208e4-2919-725f-bebe-a81b6abecd69", "01a208e4-2919-728e-8580-fee6af100eef", "01a208e4-2919-72c0-a50e-fa37df3c2344", "01a208e4-2919-72eb-81bb-524de7f6269e", "01a208e4-2919-7319-9084-32f42c484cc3", "01a208e4-2919-7344-855d-6c876d2930e1", "01a208e4-2919-7373-8f42-df100eda3173", "01a208e4-2919-73a0-875b-35239744e767", "01a208e4-2919-73cd-87d3-73a630d9fce5", "01a208e4-2919-73f7-ad36-94db71c92ddd", "01a208e4-2919-7422-90e8-d7d8bf492622"]}	2026-11-23 14:51:40.593372+00	2026-11-23 14:51:40.61697+00
13	01a208e4-2aae-70d9-a59c-83e74f669729	availability.source_heard.v1	erp-sued	{"source": "erp-sued"}	2026-11-23 14:51:40.593374+00	2026-11-23 14:51:40.616974+00
14	01a208e4-2aae-70e8-9b43-345868b15538	availability.stock_changed.v1	erp-sued	{"cause": "stock", "source": "erp-sued", "products": ["01a208e4-2919-702c-9ee1-d0d161da609c", "01a208e4-2919-70f7-8560-b1c67e765041", "01a208e4-2919-712f-867f-5a6dc3e46731", "01a208e4-2919-715e-a6f3-c0ffa4c995c1", "01a208e4-2919-7187-93cb-15d985934c68", "01a208e4-2919-71b2-886c-ef58ef3bba76", "01a208e4-2919-71df-ae4d-18a5b54c6649", "01a208e4-2919-720b-98b2-4f80073890e9", "01a208e4-2919-7234-8647-977bfb4d5859", "01a208e4-2919-725f-bebe-a81b6abecd69", "01a208e4-2919-728e-8580-fee6af100eef", "01a208e4-2919-72c0-a50e-fa37df3c2344", "01a208e4-2919-72eb-81bb-524de7f6269e", "01a208e4-2919-7319-9084-32f42c484cc3", "01a208e4-2919-7344-855d-6c876d2930e1", "01a208e4-2919-7373-8f42-df100eda3173", "01a208e4-2919-73a0-875b-35239744e767", "01a208e4-2919-73cd-87d3-73a630d9fce5", "01a208e4-2919-73f7-ad36-94db71c92ddd", "01a208e4-2919-7422-90e8-d7d8bf492622"]}	2026-11-23 14:51:40.593375+00	2026-11-23 14:51:40.616978+00
15	01a208e4-2aae-70f5-ab05-b85b0cf22d02	availability.source_heard.v1	erp-sued	{"source": "erp-sued"}	2026-11-23 14:51:40.593379+00	2026-11-23 14:51:40.616982+00
16	01a208e4-2aae-7103-b711-1e4f3b85bc0e	pricing.prices_changed.v1	erp-nord	{"load": 1, "source": "erp-nord", "general": false, "products": ["01a208e4-28cb-7754-8d5e-f3f13c1beb3c", "01a208e4-28cb-785d-908e-3208f95c71fe", "01a208e4-28cb-78b2-a3b3-22663491de45", "01a208e4-28cb-78f4-b2fb-6ea8f7785107", "01a208e4-28cb-7932-91fb-63d97f4fdb7b", "01a208e4-28cb-796c-8ba9-91d2f762ff11", "01a208e4-28cb-79a2-b9fa-c68c4d562b69", "01a208e4-28cb-79f0-9227-c21983db363b", "01a208e4-28cb-7a2b-9fe7-b64ae650bd5e", "01a208e4-28cb-7b1c-bf5c-aecc79cc2021", "01a208e4-28cb-7b50-9554-d713499c3a9e", "01a208e4-28cb-7b81-aef6-b8e0a326e014", "01a208e4-28cb-7bac-8304-391d412c8390", "01a208e4-28cb-7c35-a76f-4d7a02ac0e39", "01a208e4-28cb-7c66-aa0f-a2077f3744e1", "01a208e4-28cb-7cda-9135-7aeb9599fcc0", "01a208e4-28cb-7d08-91e3-76056b663ee7", "01a208e4-28cb-7d35-b663-c9b962119d22", "01a208e4-28cb-7d60-bb0b-3fccb36846f0", "01a208e4-28cb-7dd3-b504-d021226c4872"], "everything": false}	2026-11-23 14:51:40.59338+00	2026-11-23 14:51:40.616986+00
17	01a208e4-2aae-7111-9c77-8136c5f1372f	pricing.prices_changed.v1	erp-sued	{"load": 2, "source": "erp-sued", "general": false, "products": ["01a208e4-2919-702c-9ee1-d0d161da609c", "01a208e4-2919-70f7-8560-b1c67e765041", "01a208e4-2919-712f-867f-5a6dc3e46731", "01a208e4-2919-715e-a6f3-c0ffa4c995c1", "01a208e4-2919-7187-93cb-15d985934c68", "01a208e4-2919-71b2-886c-ef58ef3bba76", "01a208e4-2919-71df-ae4d-18a5b54c6649", "01a208e4-2919-720b-98b2-4f80073890e9", "01a208e4-2919-7234-8647-977bfb4d5859", "01a208e4-2919-725f-bebe-a81b6abecd69", "01a208e4-2919-728e-8580-fee6af100eef", "01a208e4-2919-72c0-a50e-fa37df3c2344", "01a208e4-2919-72eb-81bb-524de7f6269e", "01a208e4-2919-7319-9084-32f42c484cc3", "01a208e4-2919-7344-855d-6c876d2930e1", "01a208e4-2919-7373-8f42-df100eda3173", "01a208e4-2919-73a0-875b-35239744e767", "01a208e4-2919-73cd-87d3-73a630d9fce5", "01a208e4-2919-73f7-ad36-94db71c92ddd"], "everything": false}	2026-11-23 14:51:40.593382+00	2026-11-23 14:51:40.61699+00
18	01a208e4-2aae-711f-9fe1-1ba7e0f63544	availability.stock_changed.v1	fondaco	{"cause": "reserved", "source": "fondaco", "products": ["01a208e4-28cb-7754-8d5e-f3f13c1beb3c", "01a208e4-2919-702c-9ee1-d0d161da609c"]}	2026-11-23 14:51:40.593384+00	2026-11-23 14:51:40.616994+00
19	01a208e4-2aae-712c-9ed5-3491b60ac75b	orders.order_placed.v1	01a208e4-2a92-7376-9cc8-ce1a877d5eaa	{"order": "01a208e4-2a92-7376-9cc8-ce1a877d5eaa", "number": "1000001", "systems": ["erp-nord", "erp-sued"], "products": ["01a208e4-28cb-7754-8d5e-f3f13c1beb3c", "01a208e4-2919-702c-9ee1-d0d161da609c"], "placed_at": "2026-03-02T10:01:00Z", "organisation": "01a208e4-2892-768d-9640-2119d3f3b5ba"}	2026-11-23 14:51:40.593386+00	2026-11-23 14:51:40.616999+00
\.


--
-- Data for Name: event_log_head; Type: TABLE DATA; Schema: platform; Owner: -
--

COPY platform.event_log_head (one, "position") FROM stdin;
1	19
\.


--
-- Data for Name: idempotency_key; Type: TABLE DATA; Schema: platform; Owner: -
--

COPY platform.idempotency_key (actor, key, fingerprint, status, headers, body, created_at) FROM stdin;
\.


--
-- Data for Name: migration; Type: TABLE DATA; Schema: platform; Owner: -
--

COPY platform.migration (version_num) FROM stdin;
0013
\.


--
-- Data for Name: outbox; Type: TABLE DATA; Schema: platform; Owner: -
--

COPY platform.outbox (seq, id, type, subject, data, occurred_at) FROM stdin;
\.


--
-- Data for Name: subscription; Type: TABLE DATA; Schema: platform; Owner: -
--

COPY platform.subscription (name, "position", types, updated_at) FROM stdin;
\.


--
-- Data for Name: subscription_failure; Type: TABLE DATA; Schema: platform; Owner: -
--

COPY platform.subscription_failure (subscription, "position", subject, attempts, error, failed_at, retry_at, dead_at) FROM stdin;
\.


--
-- Data for Name: assignment; Type: TABLE DATA; Schema: pricing; Owner: -
--

COPY pricing.assignment (organisation, price_list, valid_from, valid_to, system) FROM stdin;
\.


--
-- Data for Name: compiled_book; Type: TABLE DATA; Schema: pricing; Owner: -
--

COPY pricing.compiled_book (token, load) FROM stdin;
\.


--
-- Data for Name: ended_record; Type: TABLE DATA; Schema: pricing; Owner: -
--

COPY pricing.ended_record (record, load) FROM stdin;
\.


--
-- Data for Name: price_list; Type: TABLE DATA; Schema: pricing; Owner: -
--

COPY pricing.price_list (id, system, key, name, currency) FROM stdin;
\.


--
-- Data for Name: price_record; Type: TABLE DATA; Schema: pricing; Owner: -
--

COPY pricing.price_record (id, kind, calculation, amount, currency, per, unit, scale, organisation, price_list, product, category, valid_from, valid_to, system, key, text, load, type, scale_by, from_base, sales_area, segment, arm, metal) FROM stdin;
01a208e4-2984-769f-84ef-208e75dca24d	price	amount	1	EUR	1	PCE	0	\N	\N	01a208e4-28cb-7754-8d5e-f3f13c1beb3c	\N	1900-01-01 00:00:00+00	\N	erp-nord	0-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-77c4-8410-d5d28b34694d	price	amount	3	EUR	1	PCE	0	\N	\N	01a208e4-28cb-785d-908e-3208f95c71fe	\N	1900-01-01 00:00:00+00	\N	erp-nord	2-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7b29-a99b-594a6857146f	price	amount	5	EUR	1	PCE	0	\N	\N	01a208e4-28cb-78b2-a3b3-22663491de45	\N	1900-01-01 00:00:00+00	\N	erp-nord	4-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7bc0-a88a-38fd705d5cea	price	amount	7	EUR	1	PCE	0	\N	\N	01a208e4-28cb-78f4-b2fb-6ea8f7785107	\N	1900-01-01 00:00:00+00	\N	erp-nord	6-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7c0c-9fc8-14340d20c94c	price	amount	9	EUR	1	PCE	0	\N	\N	01a208e4-28cb-7932-91fb-63d97f4fdb7b	\N	1900-01-01 00:00:00+00	\N	erp-nord	8-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7c56-a29a-7b3cc206dacb	price	amount	11	EUR	1	PCE	0	\N	\N	01a208e4-28cb-796c-8ba9-91d2f762ff11	\N	1900-01-01 00:00:00+00	\N	erp-nord	10-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7d3d-b945-6722c77668fa	price	amount	13	EUR	1	PCE	0	\N	\N	01a208e4-28cb-79a2-b9fa-c68c4d562b69	\N	1900-01-01 00:00:00+00	\N	erp-nord	12-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7dbd-a256-6a891017be17	price	amount	15	EUR	1	PCE	0	\N	\N	01a208e4-28cb-79f0-9227-c21983db363b	\N	1900-01-01 00:00:00+00	\N	erp-nord	14-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7e0c-b621-a1dcf70c1ff8	price	amount	17	EUR	1	PCE	0	\N	\N	01a208e4-28cb-7a2b-9fe7-b64ae650bd5e	\N	1900-01-01 00:00:00+00	\N	erp-nord	16-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7e4b-a7dd-0379245675dd	price	amount	19	EUR	1	PCE	0	\N	\N	01a208e4-28cb-7b1c-bf5c-aecc79cc2021	\N	1900-01-01 00:00:00+00	\N	erp-nord	18-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7e8b-9f55-1cafd0b13dc8	price	amount	21	EUR	1	PCE	0	\N	\N	01a208e4-28cb-7b50-9554-d713499c3a9e	\N	1900-01-01 00:00:00+00	\N	erp-nord	20-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7ec6-abfe-2c3bd1248513	price	amount	23	EUR	1	PCE	0	\N	\N	01a208e4-28cb-7b81-aef6-b8e0a326e014	\N	1900-01-01 00:00:00+00	\N	erp-nord	22-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7f00-ad4e-dae280955d2f	price	amount	25	EUR	1	PCE	0	\N	\N	01a208e4-28cb-7bac-8304-391d412c8390	\N	1900-01-01 00:00:00+00	\N	erp-nord	24-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7f3b-a1be-a50fda2e52a4	price	amount	27	EUR	1	PCE	0	\N	\N	01a208e4-28cb-7c35-a76f-4d7a02ac0e39	\N	1900-01-01 00:00:00+00	\N	erp-nord	26-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7f72-8ea0-52d4b528ca01	price	amount	29	EUR	1	PCE	0	\N	\N	01a208e4-28cb-7c66-aa0f-a2077f3744e1	\N	1900-01-01 00:00:00+00	\N	erp-nord	28-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7fa7-9093-15e906c0d6b4	price	amount	31	EUR	1	PCE	0	\N	\N	01a208e4-28cb-7cda-9135-7aeb9599fcc0	\N	1900-01-01 00:00:00+00	\N	erp-nord	30-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2984-7fdf-aa56-fa4cd298c9f1	price	amount	33	EUR	1	PCE	0	\N	\N	01a208e4-28cb-7d08-91e3-76056b663ee7	\N	1900-01-01 00:00:00+00	\N	erp-nord	32-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-703f-adc1-c28f5fabfd78	price	amount	35	EUR	1	PCE	0	\N	\N	01a208e4-28cb-7d35-b663-c9b962119d22	\N	1900-01-01 00:00:00+00	\N	erp-nord	34-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-7077-9f05-e20d843ab96d	price	amount	37	EUR	1	PCE	0	\N	\N	01a208e4-28cb-7d60-bb0b-3fccb36846f0	\N	1900-01-01 00:00:00+00	\N	erp-nord	36-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-70ad-ac10-bdf6392d7fa0	price	amount	39	EUR	1	PCE	0	\N	\N	01a208e4-28cb-7dd3-b504-d021226c4872	\N	1900-01-01 00:00:00+00	\N	erp-nord	38-list		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-70e8-8fe3-4f2667698da7	price	amount	0.9	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-7754-8d5e-f3f13c1beb3c	\N	1900-01-01 00:00:00+00	\N	erp-nord	0-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-711f-a12f-b82a09a34558	price	amount	2.7	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-785d-908e-3208f95c71fe	\N	1900-01-01 00:00:00+00	\N	erp-nord	2-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-7157-bec7-236d14dd0f69	price	amount	4.5	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-78b2-a3b3-22663491de45	\N	1900-01-01 00:00:00+00	\N	erp-nord	4-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-718e-ab9d-0a8159acf293	price	amount	6.3	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-78f4-b2fb-6ea8f7785107	\N	1900-01-01 00:00:00+00	\N	erp-nord	6-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-71c5-9e6e-6452a99cdb26	price	amount	8.1	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-7932-91fb-63d97f4fdb7b	\N	1900-01-01 00:00:00+00	\N	erp-nord	8-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-71fe-9a13-42d5ea090c2d	price	amount	9.9	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-796c-8ba9-91d2f762ff11	\N	1900-01-01 00:00:00+00	\N	erp-nord	10-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-7239-9630-4976a963d115	price	amount	11.7	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-79a2-b9fa-c68c4d562b69	\N	1900-01-01 00:00:00+00	\N	erp-nord	12-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-7272-b6aa-9b92fc542d65	price	amount	13.5	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-79f0-9227-c21983db363b	\N	1900-01-01 00:00:00+00	\N	erp-nord	14-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-72ab-b9cf-e74d3d78b83b	price	amount	15.3	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-7a2b-9fe7-b64ae650bd5e	\N	1900-01-01 00:00:00+00	\N	erp-nord	16-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-72e3-9722-5bc8ca0fbeda	price	amount	17.1	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-7b1c-bf5c-aecc79cc2021	\N	1900-01-01 00:00:00+00	\N	erp-nord	18-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-731d-a5ee-0a9d51d4baef	price	amount	18.9	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-7b50-9554-d713499c3a9e	\N	1900-01-01 00:00:00+00	\N	erp-nord	20-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-7358-82a4-738d1f1db555	price	amount	20.7	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-7b81-aef6-b8e0a326e014	\N	1900-01-01 00:00:00+00	\N	erp-nord	22-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-7393-932e-189ef6911a8c	price	amount	22.5	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-7bac-8304-391d412c8390	\N	1900-01-01 00:00:00+00	\N	erp-nord	24-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-73ce-90a8-5580ea5203ce	price	amount	24.3	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-7c35-a76f-4d7a02ac0e39	\N	1900-01-01 00:00:00+00	\N	erp-nord	26-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-7415-bf41-5a5517317d3d	price	amount	26.1	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-7c66-aa0f-a2077f3744e1	\N	1900-01-01 00:00:00+00	\N	erp-nord	28-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-7450-bb74-2c3127d9ed07	price	amount	27.9	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-7cda-9135-7aeb9599fcc0	\N	1900-01-01 00:00:00+00	\N	erp-nord	30-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-7489-977c-77e46c21d72e	price	amount	29.7	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-7d08-91e3-76056b663ee7	\N	1900-01-01 00:00:00+00	\N	erp-nord	32-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-74c3-997f-48bb24e024ce	price	amount	31.5	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-7d35-b663-c9b962119d22	\N	1900-01-01 00:00:00+00	\N	erp-nord	34-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-74fa-97e8-9cd239484bdc	price	amount	33.3	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-7d60-bb0b-3fccb36846f0	\N	1900-01-01 00:00:00+00	\N	erp-nord	36-group		1		quantity	0	\N	\N	\N	\N
01a208e4-2985-7532-a544-b4e8b87a34cb	price	amount	35.1	EUR	1	PCE	0	01a208e4-2892-75ee-b4eb-0a4bd8aabdd5	\N	01a208e4-28cb-7dd3-b504-d021226c4872	\N	1900-01-01 00:00:00+00	\N	erp-nord	38-group		1		quantity	0	\N	\N	\N	\N
01a208e4-29cb-727b-ae54-a28be5354ae8	price	amount	2	EUR	1	PCE	0	\N	\N	01a208e4-2919-702c-9ee1-d0d161da609c	\N	1900-01-01 00:00:00+00	\N	erp-sued	1-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-735b-becf-91348e75fb54	price	amount	4	EUR	1	PCE	0	\N	\N	01a208e4-2919-70f7-8560-b1c67e765041	\N	1900-01-01 00:00:00+00	\N	erp-sued	3-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-73a3-a695-78e580ae1113	price	amount	6	EUR	1	PCE	0	\N	\N	01a208e4-2919-712f-867f-5a6dc3e46731	\N	1900-01-01 00:00:00+00	\N	erp-sued	5-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-73e0-bdf5-b6377aca9911	price	amount	8	EUR	1	PCE	0	\N	\N	01a208e4-2919-715e-a6f3-c0ffa4c995c1	\N	1900-01-01 00:00:00+00	\N	erp-sued	7-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-741c-98fa-b26ee5d9e745	price	amount	10	EUR	1	PCE	0	\N	\N	01a208e4-2919-7187-93cb-15d985934c68	\N	1900-01-01 00:00:00+00	\N	erp-sued	9-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-7454-884d-6be6dbbfcfda	price	amount	12	EUR	1	PCE	0	\N	\N	01a208e4-2919-71b2-886c-ef58ef3bba76	\N	1900-01-01 00:00:00+00	\N	erp-sued	11-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-748b-b60b-b5c11d2fdef8	price	amount	14	EUR	1	PCE	0	\N	\N	01a208e4-2919-71df-ae4d-18a5b54c6649	\N	1900-01-01 00:00:00+00	\N	erp-sued	13-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-74bf-8862-b280513d7b72	price	amount	16	EUR	1	PCE	0	\N	\N	01a208e4-2919-720b-98b2-4f80073890e9	\N	1900-01-01 00:00:00+00	\N	erp-sued	15-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-74f7-8e11-c5924725bc43	price	amount	18	EUR	1	PCE	0	\N	\N	01a208e4-2919-7234-8647-977bfb4d5859	\N	1900-01-01 00:00:00+00	\N	erp-sued	17-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-7531-93ac-1e9608ca872c	price	amount	20	EUR	1	PCE	0	\N	\N	01a208e4-2919-725f-bebe-a81b6abecd69	\N	1900-01-01 00:00:00+00	\N	erp-sued	19-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-7567-a990-f6c90f748a19	price	amount	22	EUR	1	PCE	0	\N	\N	01a208e4-2919-728e-8580-fee6af100eef	\N	1900-01-01 00:00:00+00	\N	erp-sued	21-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-759a-bd58-daf20a8f7e22	price	amount	24	EUR	1	PCE	0	\N	\N	01a208e4-2919-72c0-a50e-fa37df3c2344	\N	1900-01-01 00:00:00+00	\N	erp-sued	23-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-75d0-944b-8b888ccd776f	price	amount	26	EUR	1	PCE	0	\N	\N	01a208e4-2919-72eb-81bb-524de7f6269e	\N	1900-01-01 00:00:00+00	\N	erp-sued	25-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-7606-ad39-2567481fbedc	price	amount	28	EUR	1	PCE	0	\N	\N	01a208e4-2919-7319-9084-32f42c484cc3	\N	1900-01-01 00:00:00+00	\N	erp-sued	27-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-763d-8ca7-bd31a682245a	price	amount	30	EUR	1	PCE	0	\N	\N	01a208e4-2919-7344-855d-6c876d2930e1	\N	1900-01-01 00:00:00+00	\N	erp-sued	29-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-7676-a4e0-238b00ad5a75	price	amount	32	EUR	1	PCE	0	\N	\N	01a208e4-2919-7373-8f42-df100eda3173	\N	1900-01-01 00:00:00+00	\N	erp-sued	31-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-76ac-9184-31cfe94541e8	price	amount	34	EUR	1	PCE	0	\N	\N	01a208e4-2919-73a0-875b-35239744e767	\N	1900-01-01 00:00:00+00	\N	erp-sued	33-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-76e2-98e4-cdbe130d65a8	price	amount	36	EUR	1	PCE	0	\N	\N	01a208e4-2919-73cd-87d3-73a630d9fce5	\N	1900-01-01 00:00:00+00	\N	erp-sued	35-list		2		quantity	0	\N	\N	\N	\N
01a208e4-29cb-7719-a6c9-b8a9dc1ab31f	price	amount	38	EUR	1	PCE	0	\N	\N	01a208e4-2919-73f7-ad36-94db71c92ddd	\N	1900-01-01 00:00:00+00	\N	erp-sued	37-list		2		quantity	0	\N	\N	\N	\N
\.


--
-- Data for Name: reckoning; Type: TABLE DATA; Schema: pricing; Owner: -
--

COPY pricing.reckoning (system, rounding, tax_base, tax_per) FROM stdin;
\.


--
-- Data for Name: procrastinate_events; Type: TABLE DATA; Schema: procrastinate; Owner: -
--

COPY procrastinate.procrastinate_events (id, job_id, type, at) FROM stdin;
\.


--
-- Data for Name: procrastinate_jobs; Type: TABLE DATA; Schema: procrastinate; Owner: -
--

COPY procrastinate.procrastinate_jobs (id, queue_name, task_name, priority, lock, queueing_lock, args, status, scheduled_at, attempts, abort_requested, worker_id) FROM stdin;
\.


--
-- Data for Name: procrastinate_periodic_defers; Type: TABLE DATA; Schema: procrastinate; Owner: -
--

COPY procrastinate.procrastinate_periodic_defers (id, task_name, defer_timestamp, job_id, periodic_id) FROM stdin;
\.


--
-- Data for Name: procrastinate_workers; Type: TABLE DATA; Schema: procrastinate; Owner: -
--

COPY procrastinate.procrastinate_workers (id, last_heartbeat) FROM stdin;
\.


--
-- Data for Name: bookmark; Type: TABLE DATA; Schema: tryton; Owner: -
--

COPY tryton.bookmark (connection, subject, looked_until) FROM stdin;
\.


--
-- Name: reservation_id_seq; Type: SEQUENCE SET; Schema: availability; Owner: -
--

SELECT pg_catalog.setval('availability.reservation_id_seq', 2, true);


--
-- Name: order_number; Type: SEQUENCE SET; Schema: orders; Owner: -
--

SELECT pg_catalog.setval('orders.order_number', 1000001, true);


--
-- Name: outbox_seq_seq; Type: SEQUENCE SET; Schema: platform; Owner: -
--

SELECT pg_catalog.setval('platform.outbox_seq_seq', 19, true);


--
-- Name: load_number; Type: SEQUENCE SET; Schema: pricing; Owner: -
--

SELECT pg_catalog.setval('pricing.load_number', 2, true);


--
-- Name: procrastinate_events_id_seq; Type: SEQUENCE SET; Schema: procrastinate; Owner: -
--

SELECT pg_catalog.setval('procrastinate.procrastinate_events_id_seq', 1, false);


--
-- Name: procrastinate_jobs_id_seq; Type: SEQUENCE SET; Schema: procrastinate; Owner: -
--

SELECT pg_catalog.setval('procrastinate.procrastinate_jobs_id_seq', 1, false);


--
-- Name: procrastinate_periodic_defers_id_seq; Type: SEQUENCE SET; Schema: procrastinate; Owner: -
--

SELECT pg_catalog.setval('procrastinate.procrastinate_periodic_defers_id_seq', 1, false);


--
-- Name: procrastinate_workers_id_seq; Type: SEQUENCE SET; Schema: procrastinate; Owner: -
--

SELECT pg_catalog.setval('procrastinate.procrastinate_workers_id_seq', 1, false);


--
-- Name: access_token access_token_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.access_token
    ADD CONSTRAINT access_token_pkey PRIMARY KEY (token_hash);


--
-- Name: address address_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.address
    ADD CONSTRAINT address_pkey PRIMARY KEY (id);


--
-- Name: address_ref address_ref_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.address_ref
    ADD CONSTRAINT address_ref_pkey PRIMARY KEY (system, key);


--
-- Name: api_client api_client_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.api_client
    ADD CONSTRAINT api_client_pkey PRIMARY KEY (id);


--
-- Name: api_client api_client_secret_hash_key; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.api_client
    ADD CONSTRAINT api_client_secret_hash_key UNIQUE (secret_hash);


--
-- Name: contact contact_email_key; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.contact
    ADD CONSTRAINT contact_email_key UNIQUE (email);


--
-- Name: contact contact_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (id);


--
-- Name: contact_ref contact_ref_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.contact_ref
    ADD CONSTRAINT contact_ref_pkey PRIMARY KEY (system, key);


--
-- Name: membership membership_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.membership
    ADD CONSTRAINT membership_pkey PRIMARY KEY (id);


--
-- Name: organisation organisation_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.organisation
    ADD CONSTRAINT organisation_pkey PRIMARY KEY (id);


--
-- Name: organisation_ref organisation_ref_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.organisation_ref
    ADD CONSTRAINT organisation_ref_pkey PRIMARY KEY (system, key);


--
-- Name: session session_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);


--
-- Name: session session_token_hash_key; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.session
    ADD CONSTRAINT session_token_hash_key UNIQUE (token_hash);


--
-- Name: sign_in_attempt sign_in_attempt_pkey; Type: CONSTRAINT; Schema: accounts; Owner: -
--

ALTER TABLE ONLY accounts.sign_in_attempt
    ADD CONSTRAINT sign_in_attempt_pkey PRIMARY KEY (key);


--
-- Name: calendar calendar_pkey; Type: CONSTRAINT; Schema: availability; Owner: -
--

ALTER TABLE ONLY availability.calendar
    ADD CONSTRAINT calendar_pkey PRIMARY KEY (location);


--
-- Name: item item_pkey; Type: CONSTRAINT; Schema: availability; Owner: -
--

ALTER TABLE ONLY availability.item
    ADD CONSTRAINT item_pkey PRIMARY KEY (product);


--
-- Name: location location_pkey; Type: CONSTRAINT; Schema: availability; Owner: -
--

ALTER TABLE ONLY availability.location
    ADD CONSTRAINT location_pkey PRIMARY KEY (id);


--
-- Name: receipt receipt_pkey; Type: CONSTRAINT; Schema: availability; Owner: -
--

ALTER TABLE ONLY availability.receipt
    ADD CONSTRAINT receipt_pkey PRIMARY KEY (system, key);


--
-- Name: receiving receiving_pkey; Type: CONSTRAINT; Schema: availability; Owner: -
--

ALTER TABLE ONLY availability.receiving
    ADD CONSTRAINT receiving_pkey PRIMARY KEY (address);


--
-- Name: reservation reservation_pkey; Type: CONSTRAINT; Schema: availability; Owner: -
--

ALTER TABLE ONLY availability.reservation
    ADD CONSTRAINT reservation_pkey PRIMARY KEY (id);


--
-- Name: rule rule_pkey; Type: CONSTRAINT; Schema: availability; Owner: -
--

ALTER TABLE ONLY availability.rule
    ADD CONSTRAINT rule_pkey PRIMARY KEY (owner);


--
-- Name: source source_pkey; Type: CONSTRAINT; Schema: availability; Owner: -
--

ALTER TABLE ONLY availability.source
    ADD CONSTRAINT source_pkey PRIMARY KEY (system);


--
-- Name: stock stock_pkey; Type: CONSTRAINT; Schema: availability; Owner: -
--

ALTER TABLE ONLY availability.stock
    ADD CONSTRAINT stock_pkey PRIMARY KEY (product, location);


--
-- Name: transport transport_pkey; Type: CONSTRAINT; Schema: availability; Owner: -
--

ALTER TABLE ONLY availability.transport
    ADD CONSTRAINT transport_pkey PRIMARY KEY (location, country, zone);


--
-- Name: category category_pkey; Type: CONSTRAINT; Schema: catalog; Owner: -
--

ALTER TABLE ONLY catalog.category
    ADD CONSTRAINT category_pkey PRIMARY KEY (id);


--
-- Name: category_ref category_ref_pkey; Type: CONSTRAINT; Schema: catalog; Owner: -
--

ALTER TABLE ONLY catalog.category_ref
    ADD CONSTRAINT category_ref_pkey PRIMARY KEY (system, key);


--
-- Name: media media_pkey; Type: CONSTRAINT; Schema: catalog; Owner: -
--

ALTER TABLE ONLY catalog.media
    ADD CONSTRAINT media_pkey PRIMARY KEY (id);


--
-- Name: number number_pkey; Type: CONSTRAINT; Schema: catalog; Owner: -
--

ALTER TABLE ONLY catalog.number
    ADD CONSTRAINT number_pkey PRIMARY KEY (normal, kind, product);


--
-- Name: own_number own_number_pkey; Type: CONSTRAINT; Schema: catalog; Owner: -
--

ALTER TABLE ONLY catalog.own_number
    ADD CONSTRAINT own_number_pkey PRIMARY KEY (organisation, normal, product);


--
-- Name: product product_pkey; Type: CONSTRAINT; Schema: catalog; Owner: -
--

ALTER TABLE ONLY catalog.product
    ADD CONSTRAINT product_pkey PRIMARY KEY (id);


--
-- Name: product_ref product_ref_pkey; Type: CONSTRAINT; Schema: catalog; Owner: -
--

ALTER TABLE ONLY catalog.product_ref
    ADD CONSTRAINT product_ref_pkey PRIMARY KEY (system, key);


--
-- Name: product product_sku_key; Type: CONSTRAINT; Schema: catalog; Owner: -
--

ALTER TABLE ONLY catalog.product
    ADD CONSTRAINT product_sku_key UNIQUE (sku);


--
-- Name: relation relation_pkey; Type: CONSTRAINT; Schema: catalog; Owner: -
--

ALTER TABLE ONLY catalog.relation
    ADD CONSTRAINT relation_pkey PRIMARY KEY (product, kind, system, key);


--
-- Name: connection connection_name_key; Type: CONSTRAINT; Schema: intake; Owner: -
--

ALTER TABLE ONLY intake.connection
    ADD CONSTRAINT connection_name_key UNIQUE (name);


--
-- Name: connection connection_pkey; Type: CONSTRAINT; Schema: intake; Owner: -
--

ALTER TABLE ONLY intake.connection
    ADD CONSTRAINT connection_pkey PRIMARY KEY (id);


--
-- Name: delivery delivery_pkey; Type: CONSTRAINT; Schema: intake; Owner: -
--

ALTER TABLE ONLY intake.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (connection, kind, key);


--
-- Name: quarantine quarantine_pkey; Type: CONSTRAINT; Schema: intake; Owner: -
--

ALTER TABLE ONLY intake.quarantine
    ADD CONSTRAINT quarantine_pkey PRIMARY KEY (id);


--
-- Name: run run_pkey; Type: CONSTRAINT; Schema: intake; Owner: -
--

ALTER TABLE ONLY intake.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (id);


--
-- Name: upload upload_pkey; Type: CONSTRAINT; Schema: intake; Owner: -
--

ALTER TABLE ONLY intake.upload
    ADD CONSTRAINT upload_pkey PRIMARY KEY (run, name, piece);


--
-- Name: cart_line cart_line_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.cart_line
    ADD CONSTRAINT cart_line_pkey PRIMARY KEY (id);


--
-- Name: cart_line cart_line_position; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.cart_line
    ADD CONSTRAINT cart_line_position UNIQUE (cart, "position");


--
-- Name: cart cart_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.cart
    ADD CONSTRAINT cart_pkey PRIMARY KEY (id);


--
-- Name: export_queue export_queue_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.export_queue
    ADD CONSTRAINT export_queue_pkey PRIMARY KEY (system);


--
-- Name: invoice invoice_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.invoice
    ADD CONSTRAINT invoice_pkey PRIMARY KEY (sales_order, system, key);


--
-- Name: order_export order_export_external_key; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.order_export
    ADD CONSTRAINT order_export_external_key UNIQUE (system, external_key);


--
-- Name: order_export order_export_part; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.order_export
    ADD CONSTRAINT order_export_part UNIQUE (sales_order, system);


--
-- Name: order_export order_export_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.order_export
    ADD CONSTRAINT order_export_pkey PRIMARY KEY (id);


--
-- Name: order_export order_export_sequence; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.order_export
    ADD CONSTRAINT order_export_sequence UNIQUE (system, sequence);


--
-- Name: sales_order sales_order_cart_key; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.sales_order
    ADD CONSTRAINT sales_order_cart_key UNIQUE (cart);


--
-- Name: sales_order_line sales_order_line_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.sales_order_line
    ADD CONSTRAINT sales_order_line_pkey PRIMARY KEY (id);


--
-- Name: sales_order_line sales_order_line_position; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.sales_order_line
    ADD CONSTRAINT sales_order_line_position UNIQUE (sales_order, "position");


--
-- Name: sales_order sales_order_number; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.sales_order
    ADD CONSTRAINT sales_order_number UNIQUE (source, number);


--
-- Name: sales_order sales_order_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.sales_order
    ADD CONSTRAINT sales_order_pkey PRIMARY KEY (id);


--
-- Name: sales_order sales_order_source_key; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.sales_order
    ADD CONSTRAINT sales_order_source_key UNIQUE (source, source_key);


--
-- Name: shipment shipment_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.shipment
    ADD CONSTRAINT shipment_pkey PRIMARY KEY (sales_order, system, key);


--
-- Name: event_log_head event_log_head_pkey; Type: CONSTRAINT; Schema: platform; Owner: -
--

ALTER TABLE ONLY platform.event_log_head
    ADD CONSTRAINT event_log_head_pkey PRIMARY KEY (one);


--
-- Name: event_log event_log_id_key; Type: CONSTRAINT; Schema: platform; Owner: -
--

ALTER TABLE ONLY platform.event_log
    ADD CONSTRAINT event_log_id_key UNIQUE (id);


--
-- Name: event_log event_log_pkey; Type: CONSTRAINT; Schema: platform; Owner: -
--

ALTER TABLE ONLY platform.event_log
    ADD CONSTRAINT event_log_pkey PRIMARY KEY ("position");


--
-- Name: idempotency_key idempotency_key_pkey; Type: CONSTRAINT; Schema: platform; Owner: -
--

ALTER TABLE ONLY platform.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (actor, key);


--
-- Name: migration migration_pkc; Type: CONSTRAINT; Schema: platform; Owner: -
--

ALTER TABLE ONLY platform.migration
    ADD CONSTRAINT migration_pkc PRIMARY KEY (version_num);


--
-- Name: outbox outbox_pkey; Type: CONSTRAINT; Schema: platform; Owner: -
--

ALTER TABLE ONLY platform.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (seq);


--
-- Name: subscription_failure subscription_failure_pkey; Type: CONSTRAINT; Schema: platform; Owner: -
--

ALTER TABLE ONLY platform.subscription_failure
    ADD CONSTRAINT subscription_failure_pkey PRIMARY KEY (subscription, "position");


--
-- Name: subscription subscription_pkey; Type: CONSTRAINT; Schema: platform; Owner: -
--

ALTER TABLE ONLY platform.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (name);


--
-- Name: assignment assignment_pkey; Type: CONSTRAINT; Schema: pricing; Owner: -
--

ALTER TABLE ONLY pricing.assignment
    ADD CONSTRAINT assignment_pkey PRIMARY KEY (organisation, price_list, valid_from);


--
-- Name: compiled_book compiled_book_pkey; Type: CONSTRAINT; Schema: pricing; Owner: -
--

ALTER TABLE ONLY pricing.compiled_book
    ADD CONSTRAINT compiled_book_pkey PRIMARY KEY (token);


--
-- Name: ended_record ended_record_pkey; Type: CONSTRAINT; Schema: pricing; Owner: -
--

ALTER TABLE ONLY pricing.ended_record
    ADD CONSTRAINT ended_record_pkey PRIMARY KEY (record);


--
-- Name: price_list price_list_pkey; Type: CONSTRAINT; Schema: pricing; Owner: -
--

ALTER TABLE ONLY pricing.price_list
    ADD CONSTRAINT price_list_pkey PRIMARY KEY (id);


--
-- Name: price_record price_record_pkey; Type: CONSTRAINT; Schema: pricing; Owner: -
--

ALTER TABLE ONLY pricing.price_record
    ADD CONSTRAINT price_record_pkey PRIMARY KEY (id);


--
-- Name: reckoning reckoning_pkey; Type: CONSTRAINT; Schema: pricing; Owner: -
--

ALTER TABLE ONLY pricing.reckoning
    ADD CONSTRAINT reckoning_pkey PRIMARY KEY (system);


--
-- Name: procrastinate_events procrastinate_events_pkey; Type: CONSTRAINT; Schema: procrastinate; Owner: -
--

ALTER TABLE ONLY procrastinate.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);


--
-- Name: procrastinate_jobs procrastinate_jobs_pkey; Type: CONSTRAINT; Schema: procrastinate; Owner: -
--

ALTER TABLE ONLY procrastinate.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);


--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_pkey; Type: CONSTRAINT; Schema: procrastinate; Owner: -
--

ALTER TABLE ONLY procrastinate.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);


--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_unique; Type: CONSTRAINT; Schema: procrastinate; Owner: -
--

ALTER TABLE ONLY procrastinate.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);


--
-- Name: procrastinate_workers procrastinate_workers_pkey; Type: CONSTRAINT; Schema: procrastinate; Owner: -
--

ALTER TABLE ONLY procrastinate.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);


--
-- Name: bookmark bookmark_pkey; Type: CONSTRAINT; Schema: tryton; Owner: -
--

ALTER TABLE ONLY tryton.bookmark
    ADD CONSTRAINT bookmark_pkey PRIMARY KEY (connection, subject);


--
-- Name: access_token_expires; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX access_token_expires ON accounts.access_token USING btree (expires_at);


--
-- Name: address_organisation; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX address_organisation ON accounts.address USING btree (organisation, id);


--
-- Name: address_ref_address; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX address_ref_address ON accounts.address_ref USING btree (address);


--
-- Name: api_client_organisation; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX api_client_organisation ON accounts.api_client USING btree (organisation);


--
-- Name: contact_organisation; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX contact_organisation ON accounts.contact USING btree (organisation, id);


--
-- Name: contact_ref_contact; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX contact_ref_contact ON accounts.contact_ref USING btree (contact);


--
-- Name: membership_contact; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX membership_contact ON accounts.membership USING btree (contact);


--
-- Name: membership_organisation; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX membership_organisation ON accounts.membership USING btree (organisation);


--
-- Name: organisation_name; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX organisation_name ON accounts.organisation USING btree (name, id);


--
-- Name: organisation_parent; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX organisation_parent ON accounts.organisation USING btree (parent);


--
-- Name: organisation_ref_organisation; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX organisation_ref_organisation ON accounts.organisation_ref USING btree (organisation);


--
-- Name: session_contact; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX session_contact ON accounts.session USING btree (contact, created_at);


--
-- Name: sign_in_attempt_window; Type: INDEX; Schema: accounts; Owner: -
--

CREATE INDEX sign_in_attempt_window ON accounts.sign_in_attempt USING btree (window_start);


--
-- Name: location_ref; Type: INDEX; Schema: availability; Owner: -
--

CREATE UNIQUE INDEX location_ref ON availability.location USING btree (system, key);


--
-- Name: receipt_product; Type: INDEX; Schema: availability; Owner: -
--

CREATE INDEX receipt_product ON availability.receipt USING btree (product);


--
-- Name: reservation_document; Type: INDEX; Schema: availability; Owner: -
--

CREATE INDEX reservation_document ON availability.reservation USING btree (document);


--
-- Name: reservation_expires; Type: INDEX; Schema: availability; Owner: -
--

CREATE INDEX reservation_expires ON availability.reservation USING btree (expires_at);


--
-- Name: reservation_product; Type: INDEX; Schema: availability; Owner: -
--

CREATE INDEX reservation_product ON availability.reservation USING btree (product);


--
-- Name: ix_catalog_media_product; Type: INDEX; Schema: catalog; Owner: -
--

CREATE INDEX ix_catalog_media_product ON catalog.media USING btree (product);


--
-- Name: ix_catalog_number_product; Type: INDEX; Schema: catalog; Owner: -
--

CREATE INDEX ix_catalog_number_product ON catalog.number USING btree (product);


--
-- Name: ix_catalog_product_ref_product; Type: INDEX; Schema: catalog; Owner: -
--

CREATE INDEX ix_catalog_product_ref_product ON catalog.product_ref USING btree (product);


--
-- Name: quarantine_connection; Type: INDEX; Schema: intake; Owner: -
--

CREATE INDEX quarantine_connection ON intake.quarantine USING btree (connection, id);


--
-- Name: quarantine_open; Type: INDEX; Schema: intake; Owner: -
--

CREATE INDEX quarantine_open ON intake.quarantine USING btree (connection) WHERE (state = ANY (ARRAY['open'::text, 'corrected'::text]));


--
-- Name: quarantine_run; Type: INDEX; Schema: intake; Owner: -
--

CREATE INDEX quarantine_run ON intake.quarantine USING btree (run);


--
-- Name: run_connection; Type: INDEX; Schema: intake; Owner: -
--

CREATE INDEX run_connection ON intake.run USING btree (connection, id);


--
-- Name: run_in_progress; Type: INDEX; Schema: intake; Owner: -
--

CREATE UNIQUE INDEX run_in_progress ON intake.run USING btree (connection) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));


--
-- Name: cart_organisation; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX cart_organisation ON orders.cart USING btree (organisation, state, updated_at);


--
-- Name: order_export_open; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX order_export_open ON orders.order_export USING btree (system, sequence) WHERE (state = ANY (ARRAY['waiting'::text, 'sending'::text, 'parked'::text]));


--
-- Name: sales_order_history; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX sales_order_history ON orders.sales_order USING btree (organisation, placed_at DESC, id DESC);


--
-- Name: sales_order_line_product; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX sales_order_line_product ON orders.sales_order_line USING btree (product);


--
-- Name: sales_order_placed; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX sales_order_placed ON orders.sales_order USING btree (placed_at DESC, id DESC);


--
-- Name: event_log_subject; Type: INDEX; Schema: platform; Owner: -
--

CREATE INDEX event_log_subject ON platform.event_log USING btree (subject, "position");


--
-- Name: event_log_type; Type: INDEX; Schema: platform; Owner: -
--

CREATE INDEX event_log_type ON platform.event_log USING btree (type, "position");


--
-- Name: idempotency_key_created; Type: INDEX; Schema: platform; Owner: -
--

CREATE INDEX idempotency_key_created ON platform.idempotency_key USING btree (created_at);


--
-- Name: subscription_failure_due; Type: INDEX; Schema: platform; Owner: -
--

CREATE INDEX subscription_failure_due ON platform.subscription_failure USING btree (subscription, retry_at) WHERE (retry_at IS NOT NULL);


--
-- Name: subscription_failure_subject; Type: INDEX; Schema: platform; Owner: -
--

CREATE INDEX subscription_failure_subject ON platform.subscription_failure USING btree (subscription, subject);


--
-- Name: ended_record_load; Type: INDEX; Schema: pricing; Owner: -
--

CREATE INDEX ended_record_load ON pricing.ended_record USING btree (load);


--
-- Name: price_list_ref; Type: INDEX; Schema: pricing; Owner: -
--

CREATE UNIQUE INDEX price_list_ref ON pricing.price_list USING btree (system, key);


--
-- Name: price_record_identity; Type: INDEX; Schema: pricing; Owner: -
--

CREATE INDEX price_record_identity ON pricing.price_record USING btree (identity);


--
-- Name: price_record_load; Type: INDEX; Schema: pricing; Owner: -
--

CREATE INDEX price_record_load ON pricing.price_record USING btree (load);


--
-- Name: price_record_product; Type: INDEX; Schema: pricing; Owner: -
--

CREATE INDEX price_record_product ON pricing.price_record USING btree (product);


--
-- Name: price_record_ref; Type: INDEX; Schema: pricing; Owner: -
--

CREATE UNIQUE INDEX price_record_ref ON pricing.price_record USING btree (system, key);


--
-- Name: idx_procrastinate_jobs_worker_not_null; Type: INDEX; Schema: procrastinate; Owner: -
--

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON procrastinate.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::procrastinate.procrastinate_job_status));


--
-- Name: idx_procrastinate_workers_last_heartbeat; Type: INDEX; Schema: procrastinate; Owner: -
--

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON procrastinate.procrastinate_workers USING btree (last_heartbeat);


--
-- Name: procrastinate_events_job_id_fkey_v1; Type: INDEX; Schema: procrastinate; Owner: -
--

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON procrastinate.procrastinate_events USING btree (job_id);


--
-- Name: procrastinate_jobs_id_lock_idx_v1; Type: INDEX; Schema: procrastinate; Owner: -
--

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON procrastinate.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::procrastinate.procrastinate_job_status, 'doing'::procrastinate.procrastinate_job_status]));


--
-- Name: procrastinate_jobs_lock_idx_v1; Type: INDEX; Schema: procrastinate; Owner: -
--

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON procrastinate.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::procrastinate.procrastinate_job_status);


--
-- Name: procrastinate_jobs_priority_idx_v1; Type: INDEX; Schema: procrastinate; Owner: -
--

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON procrastinate.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::procrastinate.procrastinate_job_status);


--
-- Name: procrastinate_jobs_queue_name_idx_v1; Type: INDEX; Schema: procrastinate; Owner: -
--

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON procrastinate.procrastinate_jobs USING btree (queue_name);


--
-- Name: procrastinate_jobs_queueing_lock_idx_v1; Type: INDEX; Schema: procrastinate; Owner: -
--

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON procrastinate.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::procrastinate.procrastinate_job_status);


--
-- Name: procrastinate_periodic_defers_job_id_fkey_v1; Type: INDEX; Schema: procrastinate; Owner: -
--

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON procrastinate.procrastinate_periodic_defers USING btree (job_id);


--
-- Name: procrastinate_jobs procrastinate_jobs_notify_queue_job_aborted_v1; Type: TRIGGER; Schema: procrastinate; Owner: -
--

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON procrastinate.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::procrastinate.procrastinate_job_status))) EXECUTE FUNCTION procrastinate.procrastinate_notify_queue_abort_job_v1();


--
-- Name: procrastinate_jobs procrastinate_jobs_notify_queue_job_inserted_v1; Type: TRIGGER; Schema: procrastinate; Owner: -
--

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON procrastinate.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate.procrastinate_job_status)) EXECUTE FUNCTION procrastinate.procrastinate_notify_queue_job_inserted_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_abort_requested_events_v1; Type: TRIGGER; Schema: procrastinate; Owner: -
--

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON procrastinate.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION procrastinate.procrastinate_trigger_abort_requested_events_procedure_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_delete_jobs_v1; Type: TRIGGER; Schema: procrastinate; Owner: -
--

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON procrastinate.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION procrastinate.procrastinate_unlink_periodic_defers_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_scheduled_events_v1; Type: TRIGGER; Schema: procrastinate; Owner: -
--

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON procrastinate.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::procrastinate.procrastinate_job_status))) EXECUTE FUNCTION procrastinate.procrastinate_trigger_function_scheduled_events_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_status_events_insert_v1; Type: TRIGGER; Schema: procrastinate; Owner: -
--

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON procrastinate.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate.procrastinate_job_status)) EXECUTE FUNCTION procrastinate.procrastinate_trigger_function_status_events_insert_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_status_events_update_v1; Type: TRIGGER; Schema: procrastinate; Owner: -
--

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON procrastinate.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION procrastinate.procrastinate_trigger_function_status_events_update_v1();


--
-- Name: cart_line cart_line_cart_fkey; Type: FK CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.cart_line
    ADD CONSTRAINT cart_line_cart_fkey FOREIGN KEY (cart) REFERENCES orders.cart(id) ON DELETE CASCADE;


--
-- Name: invoice invoice_sales_order_fkey; Type: FK CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.invoice
    ADD CONSTRAINT invoice_sales_order_fkey FOREIGN KEY (sales_order) REFERENCES orders.sales_order(id) ON DELETE CASCADE;


--
-- Name: order_export order_export_sales_order_fkey; Type: FK CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.order_export
    ADD CONSTRAINT order_export_sales_order_fkey FOREIGN KEY (sales_order) REFERENCES orders.sales_order(id) ON DELETE CASCADE;


--
-- Name: sales_order_line sales_order_line_sales_order_fkey; Type: FK CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.sales_order_line
    ADD CONSTRAINT sales_order_line_sales_order_fkey FOREIGN KEY (sales_order) REFERENCES orders.sales_order(id) ON DELETE CASCADE;


--
-- Name: shipment shipment_sales_order_fkey; Type: FK CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.shipment
    ADD CONSTRAINT shipment_sales_order_fkey FOREIGN KEY (sales_order) REFERENCES orders.sales_order(id) ON DELETE CASCADE;


--
-- Name: procrastinate_events procrastinate_events_job_id_fkey; Type: FK CONSTRAINT; Schema: procrastinate; Owner: -
--

ALTER TABLE ONLY procrastinate.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES procrastinate.procrastinate_jobs(id) ON DELETE CASCADE;


--
-- Name: procrastinate_jobs procrastinate_jobs_worker_id_fkey; Type: FK CONSTRAINT; Schema: procrastinate; Owner: -
--

ALTER TABLE ONLY procrastinate.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES procrastinate.procrastinate_workers(id) ON DELETE SET NULL;


--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_job_id_fkey; Type: FK CONSTRAINT; Schema: procrastinate; Owner: -
--

ALTER TABLE ONLY procrastinate.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES procrastinate.procrastinate_jobs(id);


--
-- PostgreSQL database dump complete
--

\unrestrict sJqIuHyJOn3NsSZF4r8YeKpAtBUp8la0x3zDIUrLENAvbJaeVPLAt6sQoqysQjT

