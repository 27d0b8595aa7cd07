package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model's predictions, written and measured again without it. */
class EvaluateModelTest {
  @TempDir Path own;

  @Test
  void evaluate_predictionsOfAModel_giveTheSameNumbersWithoutIt() throws Exception {
    Path data = Pieces.divided(own.resolve("pictures"));
    Path model = own.resolve("model.zip");
    Run.of(
            "train",
            data,
            "--backbone",
            Pieces.weights(own),
            "--arch",
            "slimresnet",
            "--epochs",
            "2",
            "--out",
            model)
        .succeeded();
    Path file = own.resolve("p.jsonl");

    Run with = Run.of("evaluate", model, data, "--predictions", file).succeeded();
    JsonNode there = Run.of("evaluate", model, data, "--json").succeeded().json();
    JsonNode here = Run.of("evaluate", file, "--json").succeeded().json();

    assertThat(with.out())
        .matches("(?s)accuracy \\d\\.\\d{3} \\[.*] on 12 test pictures, macro F1 \\d\\.\\d{3}\n.*");
    assertThat(with.err()).contains("predictions: " + file);
    for (String key : new String[] {"n", "accuracy", "logLoss"}) {
      assertThat(here.get("report").get(key))
          .as(key)
          .isNotNull()
          .isEqualTo(there.get("report").get(key));
    }
    for (String key : new String[] {"metrics", "slices", "intervals"}) {
      assertThat(here.get(key)).as(key).isNotNull().isEqualTo(there.get(key));
    }
    byte[] before = Files.readAllBytes(file);
    Run.of("evaluate", model, data, "--predictions", file)
        .failed(1, "p.jsonl exists already; use --force to replace it");
    Run.of("evaluate", model, data, "--predictions", file, "--force").succeeded();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    Run.of("evaluate", model, data, "--groups", "folder").failed(2, "but there are none");
    Run.of("evaluate", model).failed(2, "is no file of predictions", "MODEL DATA");
  }
}
