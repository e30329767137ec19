/**
 * Names that people bring from other systems and that this version does not have. They are refused by name, with the
 * way to write it here where there is one; what is in no list is unknown.
 */

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Groups of functions, and why they are not here. */
const GROUPS: readonly (readonly [why: string, names: string])[] = [
  [
    "a result depends on the input alone, not on a clock; the event time is a column",
    `now current_timestamp current_date current_time localtime localtimestamp proctime current_watermark unix_timestamp
     clock_timestamp statement_timestamp transaction_timestamp today getdate sysdate curdate current_row_timestamp`,
  ],
  ["the same input must give the same result", "random rand rand_integer uuid gen_random_uuid newid setseed"],
  [
    "functions over ordered rows (OVER) are not part of this version",
    "row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value",
  ],
  [
    "aggregates of this version are COUNT, SUM, AVG, MIN and MAX",
    `stddev stddev_pop stddev_samp variance var_pop var_samp any_value arg_min arg_max argmin argmax min_by max_by
     bool_and bool_or every bit_and bit_or bit_xor covar_pop covar_samp corr regr_slope regr_intercept regr_r2 regr_count
     regr_avgx regr_avgy regr_sxx regr_syy regr_sxy median percentile_cont percentile_disc percentile approx_percentile
     approx_count_distinct approx_distinct count_distinct quantile mode string_agg listagg group_concat array_agg collect
     json_agg jsonb_agg json_object_agg jsonb_object_agg json_arrayagg json_objectagg histogram first last count_if countif
     sum_if sumif grouping grouping_id product kurtosis skewness entropy group_array uniq`,
  ],
  [
    "write CASE WHEN … THEN … ELSE … END",
    "if iif nvl2 decode ifelse multiif isnull ifnan zeroifnull nullifzero choose",
  ],
  [
    "not a mathematical function of this version",
    `power pow exp ln log log10 log2 sin cos tan asin acos atan atan2 sinh cosh tanh cot degrees radians pi cbrt gcd lcm
     factorial width_bucket square div truncate signum bit_count e`,
  ],
  [
    "not a text function of this version",
    `initcap reverse repeat lpad rpad overlay translate ascii chr char split_part split split_index to_hex md5 sha sha1
     sha224 sha256 sha384 sha512 sha2 crc32 hash encode to_base64 from_base64 format format_number quote_literal quote_ident
     regexp regexp_replace regexp_matches regexp_match regexp_like regexp_extract regexp_extract_all regexp_substr
     regexp_count regexp_instr regexp_split_to_array string_to_array array_to_string to_char to_number ends_with contains
     locate charindex levenshtein soundex metaphone jaro_winkler_similarity space unicode bit_length normalize parse_url
     url_encode url_decode endswith startswith mid lengthb elt printf like_regex str_to_map`,
  ],
  [
    "write EXTRACT(field FROM time), date_trunc('field', time) or time + INTERVAL",
    `date_part date_add date_sub dateadd datediff date_diff timestampadd timestampdiff age make_date make_time
     make_timestamp make_interval date_format from_unixtime date_bin time_bucket dayname monthname last_day add_months
     months_between justify_days justify_hours justify_interval convert_tz to_days from_days isfinite epoch epoch_ms
     epoch_us to_date to_timestamp to_timestamp_ltz str_to_date strftime strptime dayofweek dayofyear dayofmonth
     weekofyear year quarter month week day hour minute second yearweek date_from_parts timestamp_millis overlaps`,
  ],
  [
    "JSON is not part of this version",
    `json_value json_query json_exists json_table json_extract json_extract_string json_extract_path
     json_extract_path_text json_object json_array json_build_object json_build_array jsonb_build_object jsonb_build_array
     json_array_length json_array_elements json_each json_type json_valid json_quote json_string json_unquote
     jsonb_extract_path jsonb_extract_path_text jsonb_array_elements jsonb_set jsonb_path_query row_to_json to_json to_jsonb
     parse_json get_json_object`,
  ],
  [
    "arrays, maps and rows are not part of this version",
    `array_length cardinality unnest array_contains array_cat array_append array_prepend array_position array_remove
     array_distinct array_slice array_join array_max array_min array_concat array_union array_sort element list_value
     list_contains map_keys map_values map_entries map_from_arrays struct_pack explode flatten sequence generate_series range`,
  ],
  [
    "types are known when the query is built; CAST and TRY_CAST convert",
    "date timestamp time typeof pg_typeof convert try_convert try to_binary",
  ],
  [
    "a query does not see the system it runs on",
    "version current_user session_user system_user current_database current_schema current_catalog pg_sleep nextval",
  ],
];

/** Why the function of a lower-case name is refused. */
export const REFUSED_FUNCTIONS: ReadonlyMap<string, string> = new Map(
  GROUPS.flatMap(([why, list]) => names(list).map((name) => [name.toLowerCase(), why] as const)),
);

/** Functions that another name, or the start of another form, replaces one for one. */
export const REPLACEMENTS: ReadonlyMap<string, string> = new Map([
  ...names("year quarter month week day hour minute").map((f) => [f, `EXTRACT(${f.toUpperCase()} FROM `] as const),
  ["dayofyear", "EXTRACT(DOY FROM "],
  ["dayofmonth", "EXTRACT(DAY FROM "],
  ["weekofyear", "EXTRACT(WEEK FROM "],
  ["truncate", "trunc("],
  ["signum", "sign("],
  ["startswith", "starts_with("],
]);

/** Functions that SQL calls without parentheses. */
export const BARE_FUNCTIONS: ReadonlySet<string> = new Set(
  names("CURRENT_TIMESTAMP CURRENT_DATE CURRENT_TIME LOCALTIME LOCALTIMESTAMP CURRENT_USER SESSION_USER"),
);

/** First words of statements that are not CREATE or SELECT. */
export const REFUSED_STATEMENTS: ReadonlySet<string> = new Set(
  names(`
    INSERT UPDATE DELETE MERGE UPSERT REPLACE EXPLAIN DESCRIBE DESC SHOW SET RESET USE DROP ALTER TRUNCATE ANALYZE VACUUM
    COPY LOAD UNLOAD BEGIN START COMMIT ROLLBACK SAVEPOINT RELEASE GRANT REVOKE PREPARE EXECUTE DEALLOCATE DECLARE FETCH
    CALL DO VALUES TABLE PRAGMA ATTACH DETACH EXPORT IMPORT INSTALL COMMENT REFRESH CACHE KILL STOP FROM PIVOT SUMMARIZE
    LISTEN NOTIFY LOCK CLOSE SUBSCRIBE FLUSH CHECKPOINT END RECOVER WAIT
  `),
);

/** What else CREATE makes elsewhere. */
export const REFUSED_OBJECTS: ReadonlySet<string> = new Set(
  names(`
    SINK FUNCTION AGGREGATE INDEX UNIQUE EXTERNAL DATABASE SCHEMA CATALOG CONNECTION SECRET TYPE SEQUENCE TRIGGER USER ROLE
    MODEL SUBSCRIPTION PUBLICATION RECURSIVE TEMPORARY TEMP MATERIALIZED GLOBAL LOCAL UNLOGGED MACRO PROCEDURE DOMAIN
    EXTENSION POLICY OPERATOR CAST COLLATION DYNAMIC FOREIGN STAGE PIPE TASK DICTIONARY LOOKUP
  `),
);
