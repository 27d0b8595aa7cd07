package org.graft4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.graft4j.eval.metric.MetricState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every state promises, over all of them: see {@link MetricState}. */
class StateContractTest {

  /**
   * A state and how to use it.
   *
   * @param numbers all that it computes, to the last bit
   */
  record Row<S extends MetricState<S>>(
      String name, Supplier<S> empty, Update<S> update, Read<S> read, Function<S, String> numbers) {

    S of(List<StateSample> samples) {
      S state = empty.get();
      samples.forEach(sample -> update.accept(state, sample));
      return state;
    }

    /** Splits the samples, merges the parts in a drawn order, and some of them first. */
    S merged(List<StateSample> samples, int batch, Random random) {
      List<S> parts = new ArrayList<>();
      for (int from = 0; from < samples.size(); from += batch) {
        parts.add(of(samples.subList(from, Math.min(samples.size(), from + batch))));
      }
      parts.add(empty.get());
      while (parts.size() > 1) {
        S one = parts.remove(random.nextInt(parts.size()));
        S other = parts.get(random.nextInt(parts.size()));
        other.merge(one);
      }
      return parts.get(0);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  interface Update<S> {
    void accept(S state, StateSample sample);
  }

  interface Read<S> {
    S of(String json) throws IOException;
  }

  @Provide
  Arbitrary<Row<?>> rows() {
    return Arbitraries.of(StateRows.ALL);
  }

  static List<Row<?>> all() {
    return StateRows.ALL;
  }

  /** A state that is not in the table would promise what nothing checks. */
  @Test
  void table_ofStates_holdsEveryState() throws Exception {
    Set<String> rows =
        StateRows.ALL.stream()
            .map(row -> row.empty().get().getClass().getName())
            .collect(Collectors.toSet());
    assertThat(rows).isEqualTo(states());
  }

  private static Set<String> states() throws IOException, URISyntaxException {
    Path root =
        Path.of(MetricState.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root.resolve("org/graft4j/eval"))) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class"))
          .map(
              file -> file.substring(0, file.length() - 6).replace(java.io.File.separatorChar, '.'))
          .filter(StateContractTest::isState)
          .collect(Collectors.toSet());
    }
  }

  private static boolean isState(String name) {
    try {
      Class<?> type = Class.forName(name, false, StateContractTest.class.getClassLoader());
      return MetricState.class.isAssignableFrom(type) && !type.isInterface();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Batching, order and the tree of merges never show. */
  @Property(tries = 150)
  void merge_anyBatchingOrderAndGrouping_givesTheSameBits(
      @ForAll("rows") Row<?> row,
      @ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = 1, max = 20) int batch,
      @ForAll long seed) {
    sameBits(row, n, batch, seed);
  }

  private static <S extends MetricState<S>> void sameBits(Row<S> row, int n, int batch, long seed) {
    List<StateSample> samples = StateSample.draw(n, seed);
    S expected = row.of(samples);
    List<StateSample> shuffled = new ArrayList<>(samples);
    Collections.shuffle(shuffled, new Random(seed));
    S merged = row.merged(shuffled, batch, new Random(seed + 1));
    assertThat(merged.n()).isEqualTo(expected.n());
    assertThat(row.numbers().apply(merged)).isEqualTo(row.numbers().apply(expected));
  }

  @Property(tries = 100)
  void merge_oneIntoTheOther_leavesThatAsItWas(@ForAll("rows") Row<?> row, @ForAll long seed) {
    otherIsUntouched(row, seed);
  }

  private static <S extends MetricState<S>> void otherIsUntouched(Row<S> row, long seed) {
    List<StateSample> samples = StateSample.draw(20, seed);
    S one = row.of(samples.subList(0, 7));
    S other = row.of(samples.subList(7, 20));
    String before = other.toJson();
    one.merge(other);
    assertThat(other.toJson()).isEqualTo(before);
  }

  @Property(tries = 150)
  void json_writtenAndRead_mergesAndComputesToTheSameBits(
      @ForAll("rows") Row<?> row, @ForAll @IntRange(min = 0, max = 30) int n, @ForAll long seed)
      throws IOException {
    roundTrip(row, n, seed);
  }

  private static <S extends MetricState<S>> void roundTrip(Row<S> row, int n, long seed)
      throws IOException {
    List<StateSample> samples = StateSample.draw(n + 5, seed);
    S state = row.of(samples.subList(0, n));
    S read = row.read().of(state.toJson());
    assertThat(read.toJson()).isEqualTo(state.toJson());
    assertThat(row.numbers().apply(read)).isEqualTo(row.numbers().apply(state));
    read.merge(row.of(samples.subList(n, n + 5)));
    assertThat(row.numbers().apply(read)).isEqualTo(row.numbers().apply(row.of(samples)));
  }

  /** What was written once is read for ever, and means the same. */
  @Test
  void fromJson_goldenVersion1_isTheStateOfItsSamples() throws IOException {
    List<String> lines;
    try (InputStream in =
        Objects.requireNonNull(
            StateContractTest.class.getResourceAsStream("/formats/states-v1.jsonl"))) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    assertThat(lines).hasSameSizeAs(StateRows.ALL);
    for (int i = 0; i < lines.size(); i++) {
      assertGolden(StateRows.ALL.get(i), lines.get(i));
    }
  }

  private static <S extends MetricState<S>> void assertGolden(Row<S> row, String json)
      throws IOException {
    String expected = row.numbers().apply(row.of(StateSample.draw(6, 3)));
    assertThat(row.numbers().apply(row.read().of(json))).as(row.name()).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("all")
  void numbers_ofNoSamples_areUndefined(Row<?> row) {
    assertThat(undefined(row)).isTrue();
  }

  private static <S extends MetricState<S>> boolean undefined(Row<S> row) {
    S state = row.empty().get();
    assertThat(state.n()).isZero();
    return row.numbers().apply(state).replace("OptionalDouble.empty", "").matches("[\\[\\], ]*");
  }

  @ParameterizedTest
  @MethodSource("all")
  void fromJson_textThatWasTamperedWith_isRefusedInOneLine(Row<?> row) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    String json = ((MetricState<?>) drawn(row)).toJson();
    List<String> broken = new ArrayList<>(List.of("", "[]", "7", json + "}", "{\"kind\":1}"));
    ObjectNode unknown = (ObjectNode) mapper.readTree(json);
    broken.add(unknown.put("surprise", 1).toString());
    for (String key : (Iterable<String>) mapper.readTree(json)::fieldNames) {
      broken.add(((ObjectNode) mapper.readTree(json)).without(key).toString());
      for (String value : List.of("null", "\"NaN\"", "-5", "1e999", "{}", "[[]]", "[1e400]")) {
        ObjectNode root = (ObjectNode) mapper.readTree(json);
        JsonNode other = mapper.readTree(value);
        boolean mayBe = value.equals("-5") && key.equals("threshold");
        if (!mayBe) {
          root.set(key, other);
          broken.add(root.toString());
        }
      }
    }
    for (String text : broken) {
      assertThatThrownBy(() -> row.read().of(text))
          .as(text)
          .isInstanceOf(IOException.class)
          .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("\n"));
    }
  }

  private static <S extends MetricState<S>> S drawn(Row<S> row) {
    return row.of(StateSample.draw(5, 1));
  }
}
