package org.graft4j.augment.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureReader;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedFolderTest {
  @TempDir Path folder;

  @Test
  void writtenPictures_areAFolderToTrainOn_bitForBit() throws Exception {
    GanSettings few = GanSettings.standard(Seed.of(3)).withSteps(1).withWidth(8).withBatch(8);
    try (GanResult result =
        GanTraining.of(Shapes.LABELS, few).run(Shapes.draw(2, 1), Shapes.labels(2))) {
      GeneratedFolder.write(folder, result.generator(), 4, Seed.of(1), Map.of());
      int written =
          GeneratedFolder.write(folder, result.generator(), 3, Seed.of(1), Map.of("data", "x"));

      ImageFolder scanned = ImageFolder.scan(folder);
      assertThat(written).isEqualTo(9);
      assertThat(scanned.labels()).isEqualTo(Shapes.LABELS);
      // The fourth ones of the earlier run are gone.
      assertThat(scanned.items()).hasSize(9);
      assertThat(scanned.items().get(4).id()).isEqualTo("disc/generated/00002.png");
      assertThat(PictureReader.standard().read(scanned.items().get(4).file()).rgb())
          .isEqualTo(result.generator().pictures(1, 3, Seed.of(1)).get(1).rgb());
      JsonNode facts =
          new ObjectMapper().readTree(Files.readString(folder.resolve(GeneratedFolder.FACTS)));
      assertThat(facts.get("generated").asBoolean()).isTrue();
      assertThat(facts.get("classes")).hasSize(3);
      assertThat(facts.get("facts").get("data").asText()).isEqualTo("x");
    }
  }

  /** Ctrl-C: the last pictures are written while the virtual machine goes down. */
  @Test
  void png_duringShutdown_isWritten() throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AtShutdown.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).isZero();
    assertThat(said).contains("a PNG file").doesNotContain("Shutdown in progress");
  }

  @Test
  void write_thatFails_leavesNothing() throws Exception {
    GanSettings few = GanSettings.standard(Seed.of(3)).withSteps(1).withWidth(8).withBatch(8);
    Path missing = folder.resolve("made");
    Path there = Files.createDirectory(folder.resolve("there"));
    Map<String, String> noFact = new HashMap<>();
    noFact.put(null, "fails when all pictures are written");
    try (GanResult result =
        GanTraining.of(Shapes.LABELS, few).run(Shapes.draw(2, 1), Shapes.labels(2))) {
      for (Path root : List.of(missing, there)) {
        assertThatThrownBy(
                () -> GeneratedFolder.write(root, result.generator(), 1, Seed.of(1), noFact))
            .isInstanceOf(NullPointerException.class);
      }
    }
    assertThat(missing).doesNotExist();
    assertThat(there).isEmptyDirectory();
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(there);
    }
  }

  /** Writes a picture when the virtual machine is on its way down. */
  static final class AtShutdown {
    public static void main(String[] args) {
      Runtime.getRuntime().addShutdownHook(new Thread(AtShutdown::write));
    }

    private static void write() {
      try {
        byte[] png = GeneratedFolder.png(new Picture(1, 1, new byte[] {1, 2, 3}));
        System.out.println(png.length > 8 && png[1] == 'P' ? "a PNG file" : "something else");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static GanResult untrained() {
    GanSettings few = GanSettings.standard(Seed.of(3)).withSteps(1).withWidth(8).withBatch(8);
    return GanTraining.of(Shapes.LABELS, few)
        .stopWhen(() -> true)
        .run(Shapes.draw(2, 1), Shapes.labels(2));
  }

  private static void make(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "kept");
  }

  @Test
  void classesOfAnEarlierRun_areRemoved_andNothingElse() throws Exception {
    Path outside = folder.resolve("outside");
    Path root = folder.resolve("made");
    make(outside.resolve("generated/00001.png"));
    make(root.resolve("cat/generated/00001.png"));
    make(root.resolve("dog/generated/00001.png"));
    make(root.resolve("dog/generated/mine.png"));
    make(root.resolve("cow/generated/00001.png"));
    Files.createSymbolicLink(root.resolve("link"), outside);
    Files.createDirectories(root.resolve("far"));
    Files.createSymbolicLink(root.resolve("far/generated"), outside.resolve("generated"));
    Files.writeString(
        root.resolve(GeneratedFolder.FACTS),
        "{\"generated\": true, \"classes\": [\"cat\", \"dog\", \"far\", \"../outside\"]}");

    try (GanResult result = untrained()) {
      GeneratedFolder.write(root, result.generator(), 1, Seed.of(1), Map.of());
    }

    assertThat(root.resolve("cat")).doesNotExist();
    assertThat(root.resolve("dog/generated")).isDirectoryNotContaining("glob:**0*.png");
    assertThat(root.resolve("dog/generated/mine.png")).exists();
    // Named by no earlier run, or not inside of the folder.
    assertThat(root.resolve("cow/generated/00001.png")).exists();
    assertThat(outside.resolve("generated/00001.png")).exists();
  }

  @Test
  void note_addsToTheFacts() throws Exception {
    try (GanResult result = untrained()) {
      GeneratedFolder.write(
          folder, result.generator(), 1, Seed.of(1), Map.of("data", "x", "verdict", "open"));
    }

    GeneratedFolder.note(folder, Map.of("verdict", "no"));

    JsonNode json =
        new ObjectMapper().readTree(Files.readString(folder.resolve(GeneratedFolder.FACTS)));
    assertThat(json.get("classes")).hasSize(3);
    assertThat(json.get("facts").get("data").asText()).isEqualTo("x");
    assertThat(json.get("facts").get("verdict").asText()).isEqualTo("no");
    assertThatThrownBy(() -> GeneratedFolder.note(folder.resolve("none"), Map.of()))
        .isInstanceOf(NoSuchFileException.class);
  }
}
