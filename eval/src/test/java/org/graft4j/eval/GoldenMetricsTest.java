package org.graft4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.metric.Average;
import org.graft4j.eval.metric.ClassCounts;
import org.graft4j.eval.metric.ClassMeasure;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Our numbers are scikit-learn's. */
class GoldenMetricsTest {
  /** 12 digits are stored. */
  private static final Offset<Double> TOLERANCE = within(1e-9);

  @TestFactory
  Stream<DynamicTest> multiclass_everyGoldenSet_equalsScikitLearn() throws IOException {
    return golden().get("multiclass").properties().stream()
        .map(set -> DynamicTest.dynamicTest(set.getKey(), () -> check(set)));
  }

  private static void check(Map.Entry<String, JsonNode> set) {
    JsonNode expected = set.getValue().get("metrics");
    ClassificationReport report = report(set.getValue());

    assertThat(report.predictions().stream().map(Prediction::predicted))
        .containsExactlyElementsOf(ints(expected.get("predicted")));
    assertThat(confusion(report)).isEqualTo(expected.get("confusion_matrix").toString());
    assertThat(report.accuracy()).isCloseTo(expected.get("accuracy").doubleValue(), TOLERANCE);
    assertThat(report.logLoss()).isCloseTo(expected.get("log_loss").doubleValue(), TOLERANCE);
    for (ClassMeasure measure :
        List.of(ClassMeasure.PRECISION, ClassMeasure.RECALL, ClassMeasure.F1)) {
      check(report, measure, expected.get(measure.name().toLowerCase(java.util.Locale.ROOT)));
    }
  }

  private static void check(ClassificationReport report, ClassMeasure measure, JsonNode expected) {
    assertThat(report.average(measure, Average.MACRO))
        .as("macro %s", measure)
        .isCloseTo(expected.get("macro").doubleValue(), TOLERANCE);
    assertThat(report.average(measure, Average.MACRO_OCCURRING))
        .as("macro over occurring classes, %s", measure)
        .isCloseTo(expected.get("macro_over_occurring_classes").doubleValue(), TOLERANCE);
    for (int i = 0; i < report.perClass().size(); i++) {
      ClassCounts counts = report.perClass().get(i);
      OptionalDouble value = measure.of(counts);
      assertThat(value.orElse(0))
          .as("%s of class %d", measure, i)
          .isCloseTo(expected.get("per_class").get(i).doubleValue(), TOLERANCE);
      long denominator =
          (measure == ClassMeasure.RECALL ? 0 : counts.predicted())
              + (measure == ClassMeasure.PRECISION ? 0 : counts.support());
      assertThat(value.isEmpty()).as("%s of class %d", measure, i).isEqualTo(denominator == 0);
    }
  }

  @TestFactory
  Stream<DynamicTest> wilson_everyGoldenCase_equalsReference() throws IOException {
    return Stream.of(new ObjectMapper().convertValue(wilson(), JsonNode[].class))
        .map(c -> DynamicTest.dynamicTest(c.toString(), () -> checkInterval(c)));
  }

  private static void checkInterval(JsonNode c) {
    Interval interval =
        Interval.wilson(
            c.get("successes").longValue(),
            c.get("n").longValue(),
            c.get("confidence").doubleValue());
    assertThat(interval.low()).isCloseTo(c.get("low").doubleValue(), TOLERANCE);
    assertThat(interval.high()).isCloseTo(c.get("high").doubleValue(), TOLERANCE);
  }

  private static JsonNode wilson() throws IOException {
    return golden().get("statistics").get("wilson");
  }

  private static JsonNode golden() throws IOException {
    return new ObjectMapper().readTree(Golden.path("metrics.json").toFile());
  }

  private static ClassificationReport report(JsonNode set) {
    int classes = set.get("num_classes").intValue();
    LabelMap labels = LabelMap.of(IntStream.range(0, classes).mapToObj(i -> "class " + i).toList());
    ClassificationState state = new ClassificationState(labels, true);
    for (int i = 0; i < set.get("labels").size(); i++) {
      double[] probabilities = new double[classes];
      for (int c = 0; c < classes; c++) {
        probabilities[c] = set.get("probabilities").get(i).get(c).doubleValue();
      }
      // Zero-padded, so that the order of the ids is that of the samples.
      state.update("%04d".formatted(i), set.get("labels").get(i).intValue(), probabilities);
    }
    return state.compute("golden");
  }

  private static List<Integer> ints(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(i -> array.get(i).intValue()).toList();
  }

  private static String confusion(ClassificationReport report) {
    int classes = report.confusion().labels().size();
    return IntStream.range(0, classes)
        .mapToObj(
            row ->
                IntStream.range(0, classes)
                    .mapToLong(column -> report.confusion().count(row, column))
                    .boxed()
                    .toList())
        .toList()
        .toString()
        .replace(" ", "");
  }
}
