package dev.banyan.replication;

import java.util.ArrayList;
import java.util.List;

/// Every type that is known to be hard for somebody, with values at its edges. NULL is added to
/// each.
final class TypeMatrix {

    /// A column type.
    ///
    /// @param lost literals that Debezium changes; the direct reader changes none
    record Type(String name, List<String> literals, List<String> lost) {
        List<String> all() {
            List<String> all = new ArrayList<>(literals);
            all.addAll(lost);
            return all;
        }
    }

    private final List<Type> types = new ArrayList<>();

    private TypeMatrix() {}

    static List<String> setUp() {
        return List.of(
                "CREATE EXTENSION IF NOT EXISTS hstore",
                "CREATE EXTENSION IF NOT EXISTS citext",
                "CREATE EXTENSION IF NOT EXISTS ltree",
                "CREATE TYPE mood AS ENUM ('sad', 'it''s \"fine\"', 'glad')",
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
                "CREATE DOMAIN code AS varchar(5)",
                "CREATE TYPE floatrange AS RANGE (subtype = float8)");
    }

    static List<Type> types() {
        TypeMatrix matrix = new TypeMatrix();
        matrix.numbers();
        matrix.texts();
        matrix.times();
        matrix.bits();
        matrix.documents();
        matrix.networks();
        matrix.shapes();
        matrix.ranges();
        matrix.arrays();
        matrix.internals();
        return matrix.types;
    }

    private void add(String name, String... literals) {
        types.add(new Type(name, List.of(literals), List.of()));
    }

    private void addLost(String name, List<String> right, List<String> lost) {
        types.add(new Type(name, right, lost));
    }

    private void numbers() {
        add("smallint", "-32768", "32767", "0");
        add("integer", "-2147483648", "2147483647", "0");
        add("bigint", "-9223372036854775808", "9223372036854775807", "0");
        add("oid", "0", "4294967295");
        add("real", "NaN", "Infinity", "-Infinity", "-0", "1e-45", "3.4028235e38", "0.1");
        add(
                "double precision",
                "NaN",
                "Infinity",
                "-Infinity",
                "-0",
                "5e-324",
                "1.7976931348623157e308",
                "0.1");
        add(
                "numeric",
                "0",
                "-0.000",
                "1.10",
                "NaN",
                "Infinity",
                "-Infinity",
                "1e1000",
                "-1e-1000",
                "12345678901234567890123456789.0987654321");
        add("numeric(10,2)", "99999999.99", "-0.01", "0");
        add("numeric(3,-2)", "12300", "-99900");
        add("money", "-92233720368547758.08", "92233720368547758.07", "0.01");
        add("boolean", "true", "false");
        add("positive", "1", "2147483647");
    }

    private void texts() {
        add(
                "text",
                "",
                " ",
                "a\tb\nc\\d\re",
                "\\N",
                "__debezium_unavailable_value",
                "ünïcödé 漢字 🎉",
                "'quoted \"twice\"'",
                "x".repeat(300_000));
        add("varchar(20)", "", "trailing  ", "20 characters long..");
        add("char(5)", "", "ab", "abcde");
        add("\"char\"", "", "a");
        add("name", "", "a name");
        add("citext", "", "MiXeD");
        add("code", "", "five5");
        add(
                "bytea",
                "",
                "\\x00ff",
                "\\x5f5f646562657a69756d5f756e617661696c61626c655f76616c7565",
                "\\x" + "ab".repeat(100_000));
        add("uuid", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff");
        add("mood", "sad", "it's \"fine\"");
        add("ltree", "", "top.middle.bottom");
    }

    private void times() {
        add(
                "date",
                "0001-01-01",
                "4713-01-01 BC",
                "5874897-12-31",
                "2026-02-28",
                "infinity",
                "-infinity");
        add("time", "00:00", "24:00", "23:59:59.999999", "12:34:56.7");
        addLost("timetz", List.of(), List.of("12:34:56+05:30", "00:00-15:59"));
        addLost(
                "timestamp",
                List.of(
                        "4713-01-01 00:00 BC",
                        "0001-01-01 00:00:00 BC",
                        "2026-01-01 12:34:56.789012",
                        "294276-12-31 23:59:59.999999",
                        "infinity",
                        "-infinity"),
                List.of("294247-01-10 04:00:25.2"));
        add(
                "timestamptz",
                "4713-01-02 00:00 BC+00",
                "2026-01-01 12:34:56.789012+05:30",
                "294276-12-31 23:59:59.999999+00",
                "infinity",
                "-infinity");
        addLost(
                "interval",
                List.of(
                        "0",
                        "1 year -2 mons 3 days 04:05:06.789",
                        "-178000000 years",
                        "-00:00:00.000001"),
                List.of("infinity", "-infinity"));
    }

    private void bits() {
        add("bit(1)", "0", "1");
        add("bit(9)", "101010101", "000000000");
        add("bit varying", "", "1", "0001");
    }

    private void documents() {
        add("json", "{}", " {\"b\": 1,  \"a\":null, \"b\": 2}", "null", "\"\\u00e9\"");
        add(
                "jsonb",
                "{}",
                "{\"b\": [1, 2.50, -0], \"a\": null}",
                "null",
                "\"" + "j".repeat(50_000) + "\"");
        add("xml", "", "<a b=\"c\">&amp;</a>", "text only");
        add("hstore", "", "\"a\"=>\"b\", \"n\"=>NULL, \"q\\\"\"=>\"\"");
        add("tsvector", "", "'a':1A 'cat':2,5B");
        add("tsquery", "", "'a' & !'b' | 'c':*A");
        add("jsonpath", "$.a[*]?(@.b > 1)", "strict $");
    }

    private void networks() {
        add("inet", "1.2.3.4", "1.2.3.4/8", "::1/64");
        add("cidr", "10.0.0.0/8", "::/0");
        add("macaddr", "08:00:2b:01:02:03");
        add("macaddr8", "08:00:2b:01:02:03:04:05");
    }

    private void shapes() {
        add("point", "(1,2)", "(-0,1e300)", "(NaN,Infinity)");
        add("line", "{1,-1,0}");
        add("lseg", "[(0,0),(1,1.5)]");
        add("box", "(2,2),(0,0)");
        add("path", "[(0,0),(1,1)]", "((0,0),(1,1))");
        add("polygon", "((0,0),(1,1),(1,0))");
        add("circle", "<(1,2),3.5>");
    }

    private void ranges() {
        add("int4range", "empty", "[1,5)", "(,)");
        add("int8range", "[1,9223372036854775807)");
        add("numrange", "[1.0,2.00]", "(,5)");
        add("tsrange", "[\"2026-01-01 00:00:00\",infinity)");
        add("tstzrange", "[\"2026-01-01 00:00:00+00\",)");
        add("daterange", "[2026-01-01,2026-02-01)");
        add("floatrange", "[0.5,1e300)");
        add("int4multirange", "{}", "{[1,2),[5,9)}");
        add("datemultirange", "{[2026-01-01,2026-02-01)}");
    }

    private void arrays() {
        add("integer[]", "{}", "{1,NULL,3}", "{{1,2},{3,4}}", "[5:6]={1,2}");
        add("bigint[]", "{9223372036854775807}");
        add(
                "text[]",
                "{}",
                "{\"\",NULL,\"NULL\",\"a,b\",\"q\\\"\\\\\"}",
                "{" + "w,".repeat(20_000) + "w}");
        add("varchar(4)[]", "{abcd,NULL}");
        add("char(3)[]", "{a,bcd}");
        add("numeric[]", "{1.10,NaN,-1e100}");
        add("boolean[]", "{t,f,NULL}");
        add("real[]", "{NaN,-0,0.1}");
        add("float8[]", "{Infinity,5e-324}");
        add("date[]", "{2026-01-01,\"0001-01-01 BC\",infinity}");
        add("timestamp[]", "{\"2026-01-01 00:00:00.5\",-infinity}");
        add("timestamptz[]", "{\"2026-01-01 00:00:00+00\"}");
        add("time[]", "{24:00:00}");
        add("interval[]", "{\"1 day\",\"-00:00:01\"}");
        add("uuid[]", "{ffffffff-ffff-ffff-ffff-ffffffffffff}");
        add("bytea[]", "{\"\\\\x00ff\",\"\"}");
        add("bit(3)[]", "{101,NULL}");
        add("mood[]", "{sad,\"it's \\\"fine\\\"\"}");
        add("money[]", "{$1.50}");
        add("point[]", "{\"(1,2)\",NULL}");
        add("json[]", "{\"{\\\"a\\\": 1}\"}");
        add("jsonb[]", "{\"{\\\"a\\\": 1}\",NULL}");
        add("inet[]", "{1.2.3.4,::1}");
        add("int4range[]", "{\"[1,5)\",empty}");
        add("citext[]", "{MiXeD}");
        add("hstore[]", "{\"\\\"a\\\"=>\\\"b\\\"\"}");
        add("pair[]", "{\"(1,x)\",\"(,)\"}");
        add("positive[]", "{1,2}");
    }

    private void internals() {
        add("pair", "(1,x)", "(,)", "(2,\"a,\"\"b\")");
        add("pg_lsn", "0/0", "16/B374D848");
        add("xid", "4294967295");
        add("xid8", "18446744073709551615");
        add("cid", "7");
        add("tid", "(4294967294,65535)");
        add("int2vector", "1 2 3");
        add("oidvector", "1 4294967295");
        add("regclass", "pg_class");
        add("regtype", "integer");
        add("pg_snapshot", "10:20:10,14,15");
    }
}
