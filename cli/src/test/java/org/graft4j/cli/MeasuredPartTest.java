package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What answers steer choices by is never the test part, unless asked for. */
class MeasuredPartTest {
  @TempDir Path own;

  private static MeasuredPart of(Path data, boolean test) throws IOException {
    return MeasuredPart.of(ImageFolder.scan(data), new LearningOptions(), test);
  }

  @Test
  void of_trainAndTest_takesAShareOfTrain() throws IOException {
    Path data = Pieces.divided(own.resolve("a"));
    MeasuredPart part = of(data, false);
    assertThat(part.name()).isEqualTo("share of train");
    assertThat(part.train()).hasSize(15);
    assertThat(part.heldOut()).hasSize(3).doesNotContainAnyElementsOf(part.train());
    assertThat(part.heldOut()).extracting(ImageItem::id).allMatch(id -> id.startsWith("train/"));
  }

  @Test
  void of_trainAndValidation_takesThatWhole() throws IOException {
    Path data = Pieces.divided(own.resolve("b"));
    Files.move(data.resolve("test"), data.resolve("val"));
    MeasuredPart part = of(data, false);
    assertThat(part.name()).isEqualTo("validation");
    assertThat(part.train()).hasSize(18);
    assertThat(part.heldOut()).hasSize(12);
  }

  @Test
  void of_testAskedFor_takesIt() throws IOException {
    MeasuredPart part = of(Pieces.divided(own.resolve("c")), true);
    assertThat(part.name()).isEqualTo("test");
    assertThat(part.train()).hasSize(18);
    assertThat(part.heldOut()).hasSize(12);
  }
}
