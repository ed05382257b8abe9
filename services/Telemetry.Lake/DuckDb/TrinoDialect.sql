-- What makes DuckDB read Athena's (Trino's) SQL: functions that have another name there, and functions that have the same name and
-- another meaning. A time with a zone is its UTC time without one here, so a comparison with event_timestamp needs no cast
-- that would keep DuckDB from skipping row groups. Source: https://trino.io/docs/current/functions.html
-- Trino divides whole numbers into whole numbers; see integer_division in DuckDbDatabase.

-- Time. "t AT TIME ZONE z" is timezone(z, t) to DuckDB's parser, which would read t as z's wall time; Trino makes z's wall time of UTC.
create macro timezone(z, t) as system.main.timezone(z, system.main.timezone('UTC', t::timestamp));
create macro at_timezone(t, z) as system.main.timezone(z, system.main.timezone('UTC', t::timestamp));
create macro with_timezone(t, z) as system.main.timezone('UTC', system.main.timezone(z, t::timestamp));
create macro from_iso8601_timestamp(s) as system.main.timezone('UTC', s::timestamptz);
create macro from_iso8601_date(s) as s::date;
create macro to_iso8601(t) as strftime(t::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ');
create macro from_unixtime(s) as make_timestamp((s::double * 1000000)::bigint);
create macro to_unixtime(t) as epoch(t::timestamp);
-- Whole units that have passed; DuckDB's own counts the borders between.
create macro date_diff(u, a, b) as date_sub(u, a::timestamp, b::timestamp);
create macro date_add(u, n, t) as case lower(u)
    when 'millisecond' then t::timestamp + to_milliseconds(n::bigint)
    when 'second' then t::timestamp + to_seconds(n::bigint)
    when 'minute' then t::timestamp + to_minutes(n::bigint)
    when 'hour' then t::timestamp + to_hours(n::bigint)
    when 'day' then t::timestamp + to_days(n::int)
    when 'week' then t::timestamp + to_weeks(n::int)
    when 'month' then t::timestamp + to_months(n::int)
    when 'quarter' then t::timestamp + to_months(3 * n::int)
    when 'year' then t::timestamp + to_years(n::int)
    else error('date_add knows no unit ''' || u || '''') end,
    (t, i) as t + i;
-- Monday is 1 and Sunday 7.
create macro date_part(u, t) as system.main.date_part(
    case lower(u) when 'dow' then 'isodow' when 'day_of_week' then 'isodow' when 'yow' then 'isoyear' else u end, t);
create macro day_of_week(t) as isodow(t);
create macro dow(t) as isodow(t);
create macro day_of_month(t) as day(t);
create macro day_of_year(t) as dayofyear(t);
create macro doy(t) as dayofyear(t);
create macro week_of_year(t) as week(t);
create macro year_of_week(t) as isoyear(t);
create macro yow(t) as isoyear(t);
create macro millisecond(t) as system.main.millisecond(t) % 1000;
create macro last_day_of_month(t) as last_day(t);
-- DuckDB wants its pattern as a literal, so patterns are turned one by one: MySQL's letters, then Joda's.
create macro date_format(t, f) as case f
    when '%Y-%m-%d' then strftime(t::timestamp, '%Y-%m-%d')
    when '%Y-%m' then strftime(t::timestamp, '%Y-%m')
    when '%Y' then strftime(t::timestamp, '%Y')
    when '%m' then strftime(t::timestamp, '%m')
    when '%d' then strftime(t::timestamp, '%d')
    when '%H' then strftime(t::timestamp, '%H')
    when '%H:%i' then strftime(t::timestamp, '%H:%M')
    when '%H:%i:%s' then strftime(t::timestamp, '%H:%M:%S')
    when '%T' then strftime(t::timestamp, '%H:%M:%S')
    when '%Y-%m-%d %H:%i' then strftime(t::timestamp, '%Y-%m-%d %H:%M')
    when '%Y-%m-%d %H:%i:%s' then strftime(t::timestamp, '%Y-%m-%d %H:%M:%S')
    when '%Y-%m-%d %T' then strftime(t::timestamp, '%Y-%m-%d %H:%M:%S')
    when '%Y-%m-%dT%H:%i:%s' then strftime(t::timestamp, '%Y-%m-%dT%H:%M:%S')
    when '%Y-%m-%d %H:00' then strftime(t::timestamp, '%Y-%m-%d %H:00')
    when '%W' then strftime(t::timestamp, '%A')
    when '%a' then strftime(t::timestamp, '%a')
    when '%M' then strftime(t::timestamp, '%B')
    when '%b' then strftime(t::timestamp, '%b')
    when '%b %d' then strftime(t::timestamp, '%b %d')
    when '%b %e' then strftime(t::timestamp, '%b %-d')
    when '%d.%m.%Y' then strftime(t::timestamp, '%d.%m.%Y')
    when '%x-%v' then strftime(t::timestamp, '%G-%V')
    else error('date_format knows no pattern ''' || f || ''' here') end;
create macro format_datetime(t, f) as case f
    when 'yyyy-MM-dd' then strftime(t::timestamp, '%Y-%m-%d')
    when 'yyyy-MM' then strftime(t::timestamp, '%Y-%m')
    when 'yyyy' then strftime(t::timestamp, '%Y')
    when 'MM' then strftime(t::timestamp, '%m')
    when 'dd' then strftime(t::timestamp, '%d')
    when 'HH' then strftime(t::timestamp, '%H')
    when 'HH:mm' then strftime(t::timestamp, '%H:%M')
    when 'HH:mm:ss' then strftime(t::timestamp, '%H:%M:%S')
    when 'yyyy-MM-dd HH' then strftime(t::timestamp, '%Y-%m-%d %H')
    when 'yyyy-MM-dd HH:mm' then strftime(t::timestamp, '%Y-%m-%d %H:%M')
    when 'yyyy-MM-dd HH:mm:ss' then strftime(t::timestamp, '%Y-%m-%d %H:%M:%S')
    when 'EEEE' then strftime(t::timestamp, '%A')
    when 'EEE' then strftime(t::timestamp, '%a')
    when 'MMMM' then strftime(t::timestamp, '%B')
    when 'MMM' then strftime(t::timestamp, '%b')
    when 'MMM d' then strftime(t::timestamp, '%b %-d')
    else error('format_datetime knows no pattern ''' || f || ''' here') end;
create macro date_parse(s, f) as case f
    when '%Y-%m-%d' then strptime(s, '%Y-%m-%d')
    when '%Y-%m-%d %H:%i' then strptime(s, '%Y-%m-%d %H:%M')
    when '%Y-%m-%d %H:%i:%s' then strptime(s, '%Y-%m-%d %H:%M:%S')
    when '%Y-%m-%dT%H:%i:%s' then strptime(s, '%Y-%m-%dT%H:%M:%S')
    else error('date_parse knows no pattern ''' || f || ''' here') end;

-- Aggregates.
create macro approx_percentile(x, p) as approx_quantile(x, p);
create macro approx_distinct(x) as approx_count_distinct(x), (x, e) as approx_count_distinct(x);
create macro arbitrary(x) as any_value(x);
create macro every(x) as bool_and(x);
-- DuckDB's own leave out rows whose first argument is null.
create macro max_by(x, y) as arg_max_null(x, y), (x, y, n) as arg_max(x, y, n);
create macro min_by(x, y) as arg_min_null(x, y), (x, y, n) as arg_min(x, y, n);
create macro map_agg(k, v) as map(array_agg(k), array_agg(v));

-- Null in, null out; DuckDB's own skip nulls.
create macro greatest(a, b) as case when a is not null and b is not null then system.main.greatest(a, b) end,
    (a, b, c) as case when a is not null and b is not null and c is not null then system.main.greatest(a, b, c) end,
    (a, b, c, d) as case when a is not null and b is not null and c is not null and d is not null then system.main.greatest(a, b, c, d) end;
create macro least(a, b) as case when a is not null and b is not null then system.main.least(a, b) end,
    (a, b, c) as case when a is not null and b is not null and c is not null then system.main.least(a, b, c) end,
    (a, b, c, d) as case when a is not null and b is not null and c is not null and d is not null then system.main.least(a, b, c, d) end;
create macro concat(a, b) as a || b, (a, b, c) as a || b || c, (a, b, c, d) as a || b || c || d, (a, b, c, d, e) as a || b || c || d || e,
    (a, b, c, d, e, f) as a || b || c || d || e || f, (a, b, c, d, e, f, g) as a || b || c || d || e || f || g;

-- Text.
create macro regexp_like(s, p) as regexp_matches(s, p);
create macro regexp_replace(s, p) as system.main.regexp_replace(s, p, '', 'g'), (s, p, r) as system.main.regexp_replace(s, p, r, 'g');
create macro replace(s, a) as system.main.replace(s, a, ''), (s, a, b) as system.main.replace(s, a, b);
create macro split(s, d) as str_split(s, d);
create macro codepoint(s) as unicode(s);
create macro levenshtein_distance(a, b) as levenshtein(a, b);
create macro format(f, a) as printf(f, a), (f, a, b) as printf(f, a, b), (f, a, b, c) as printf(f, a, b, c);
create macro json_extract_scalar(j, p) as json_extract_string(j, p);

-- Numbers.
create macro truncate(x) as trunc(x);
create macro rand() as random();
create macro e() as exp(1e0);
create macro nan() as 'nan'::double;
create macro infinity() as 'inf'::double;
create macro is_nan(x) as isnan(x);
create macro is_finite(x) as isfinite(x);
create macro is_infinite(x) as isinf(x);
create macro bitwise_and(a, b) as a & b;
create macro bitwise_or(a, b) as a | b;
create macro bitwise_xor(a, b) as xor(a, b);

-- Lists.
create macro cardinality(x) as len(x);
create macro element_at(x, i) as x[i];
create macro sequence(a, b) as generate_series(a, b), (a, b, s) as generate_series(a, b, s);
create macro array_join(x, d) as array_to_string(x, d);
create macro array_max(x) as list_max(x);
create macro array_min(x) as list_min(x);
