package dev.banyan.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.banyan.postgres.test.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Sends every value of the matrix to the other side and back.
abstract class TypesContract {

    private final List<TypeMatrix.Type> types = TypeMatrix.types();
    private final TwoDatabases databases =
            TwoDatabases.create().with(TypeMatrix.setUp().toArray(String[]::new)).with(tables());

    abstract Reader reader();

    private String[] tables() {
        return types.stream()
                .map(type ->
                        "CREATE TABLE "
                                + table(type)
                                + " (id int PRIMARY KEY, v "
                                + type.name()
                                + ", t int)")
                .toArray(String[]::new);
    }

    private String table(TypeMatrix.Type type) {
        return "t" + types.indexOf(type);
    }

    private String[] names() {
        return types.stream().map(type -> "public." + table(type)).toArray(String[]::new);
    }

    @Test
    void survivesF30CarriesEveryTypeForwardAndBack() throws Exception {
        StreamSettings settings = StreamSettings.defaults().with(reader());
        RunningStream forward =
                RunningStream.startEmpty(databases.link("types", names()), settings);
        insert(databases.source(), 0);
        touch(databases.source());
        forward.catchUp().remove();
        assertThat(differences(0)).isEqualTo(lost());

        RunningStream back =
                RunningStream.startEmpty(
                        databases.reversed().link("types_back", names()), settings);
        insert(databases.target(), 1000);
        touch(databases.target());
        back.catchUp().remove();
        assertThat(differences(1000)).isEqualTo(lost());
    }

    private void insert(TestDatabase database, int first) throws SQLException {
        try (Connection connection = TwoDatabases.database(database).connect("types")) {
            connection.setAutoCommit(false);
            for (TypeMatrix.Type type : types) {
                insert(connection, type, first);
            }
            connection.commit();
        }
    }

    private void insert(Connection connection, TypeMatrix.Type type, int first)
            throws SQLException {
        String sql =
                "INSERT INTO public.%s SELECT ?, %s FROM (SELECT ?::text AS x) x"
                        .formatted(table(type), cast(type));
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int id = first;
            for (String literal : type.all()) {
                insert(insert, id++, literal);
            }
            insert(insert, id, null);
        }
    }

    private static String cast(TypeMatrix.Type type) {
        return "x::"
                + (type.name().matches("(mood|pair|positive|code|floatrange|citext|hstore|ltree).*")
                        ? "public." + type.name()
                        : type.name());
    }

    private static void insert(PreparedStatement insert, int id, @Nullable String literal)
            throws SQLException {
        insert.setInt(1, id);
        insert.setString(2, literal);
        insert.execute();
    }

    /// An update leaves unchanged TOAST values out of the log.
    private void touch(TestDatabase database) {
        TwoDatabases.execute(
                database,
                types.stream()
                        .map(type -> "UPDATE " + table(type) + " SET t = 1")
                        .toArray(String[]::new));
    }

    /// Literals by type that are not the same on both sides.
    private Map<String, List<String>> differences(int first) {
        Map<String, List<String>> differences = new TreeMap<>();
        for (TypeMatrix.Type type : types) {
            List<@Nullable String> there = values(databases.source(), type, first);
            List<@Nullable String> here = values(databases.target(), type, first);
            assertThat(there).hasSize(type.all().size() + 1);
            assertThat(here).as(type.name()).hasSameSizeAs(there);
            List<String> wrong =
                    java.util.stream.IntStream.range(0, type.all().size())
                            .filter(row -> !there.get(row).equals(here.get(row)))
                            .mapToObj(row -> type.all().get(row))
                            .toList();
            if (!wrong.isEmpty()) {
                differences.put(type.name(), wrong);
            }
            assertThat(here.getLast()).as("NULL of " + type.name()).isEqualTo("null 1");
        }
        return differences;
    }

    private List<@Nullable String> values(TestDatabase database, TypeMatrix.Type type, int first) {
        return TwoDatabases.query(
                database,
                "SELECT CASE WHEN num_nulls(v) = 1 THEN 'null' ELSE md5(format('%s', v)) || left(format('%s', v), 60) END || ' ' || t FROM "
                        + table(type)
                        + " WHERE id >= "
                        + first
                        + " ORDER BY id");
    }

    private Map<String, List<String>> lost() {
        Map<String, List<String>> lost = new TreeMap<>();
        if (reader() == Reader.DEBEZIUM) {
            types.stream()
                    .filter(type -> !type.lost().isEmpty())
                    .forEach(type -> lost.put(type.name(), type.lost()));
        }
        return lost;
    }
}
