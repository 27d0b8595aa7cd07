package org.graft4j.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.graft4j.augment.chain.OneOf;
import org.graft4j.augment.chain.Sequence;
import org.graft4j.augment.chain.WithProbability;
import org.graft4j.augment.colour.ColourJitter;
import org.graft4j.augment.geometry.HorizontalFlip;
import org.graft4j.augment.geometry.RandomResizedCrop;
import org.graft4j.data.Augmentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationFileTest {
  @TempDir Path folder;

  private static final Augmentation NESTED =
      Sequence.of(
          new RandomResizedCrop(new Range(0.5, 1), Range.of(1)),
          new OneOf(
              List.of(new HorizontalFlip(0.25), Sequence.of(), Augmentation.NONE),
              List.of(1.0, 0.5, 1e-300)),
          new WithProbability(1 / 3.0, new ColourJitter(0.1, 0, 1e10)));

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private Path json(String augmentation) throws IOException {
    return file("a.json", "{\"schemaVersion\": 1, \"augmentation\": " + augmentation + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.json", "a.yaml", "a.yml", "A.JSON"})
  void read_ofWhatWasWritten_isEqual(String name) throws IOException {
    Path file = folder.resolve(name);

    AugmentationFile.write(file, NESTED, false);

    assertThat(AugmentationFile.read(file)).isEqualTo(NESTED);
  }

  @Test
  void yaml_isForPeople() {
    assertThat(
            AugmentationFile.yaml(
                Sequence.of(
                    new RandomResizedCrop(new Range(0.35, 1), Range.of(1)),
                    new WithProbability(0.25, new HorizontalFlip(0.5)),
                    Sequence.of())))
        .isEqualTo(
            """
            schemaVersion: 1
            augmentation:
              id: sequence
              links:
                - id: random-resized-crop
                  scaleRange: [0.35, 1.0]
                  ratioRange: [1.0, 1.0]
                  antialias: true
                - id: with-probability
                  probability: 0.25
                  augmentation:
                    id: horizontal-flip
                    probability: 0.5
                - id: sequence
                  links: []
            """);
  }

  @Test
  void numbers_ofShares_arePlain() throws IOException {
    for (double number : new double[] {0.0005, 0.000123456789, 1e-6, 0.1, 1e-300, 1e10}) {
      Augmentation blur = new WithProbability(0.5, new ColourJitter(number, 0, 0));
      assertThat(AugmentationFile.json(blur)).doesNotContainPattern("0E-[1-5]\\D");
      for (String name : List.of("a.json", "a.yaml")) {
        AugmentationFile.write(folder.resolve(name), blur, true);
        assertThat(AugmentationFile.read(folder.resolve(name))).isEqualTo(blur);
      }
    }
    assertThat(AugmentationFile.json(new ColourJitter(0.0005, 0, 0))).contains(": 0.0005,");
  }

  @Test
  void read_missingKeys_areThePrototypes() throws IOException {
    assertThat(AugmentationFile.read(json("{\"id\": \"random-resized-crop\"}")))
        .isEqualTo(Transforms.all().get("random-resized-crop"));
    assertThat(
            AugmentationFile.read(json("{\"id\": \"random-resized-crop\", \"scaleRange\": 0.5}")))
        .isEqualTo(new RandomResizedCrop(Range.of(0.5), new Range(3 / 4.0, 4 / 3.0)));
  }

  @Test
  void read_none_isNone() throws IOException {
    assertThat(AugmentationFile.read(json("{\"id\": \"none\"}"))).isSameAs(Augmentation.NONE);
  }

  /** Each a mistake that somebody will make. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"id":"horizontal-flp"} | a.json.augmentation.id: unknown augmentation 'horizontal-flp'; did you mean 'horizontal-flip'? Known:
          {"id":"horizontal-flip","probabilty":1} | a.json.augmentation.probabilty; did you mean 'probability'?
          {"id":"horizontal-flip","probability":1.5} | a.json.augmentation: probability must be from 0 to 1, but was 1.5
          {"id":"horizontal-flip","probability":"1"} | a.json.augmentation.probability must be a finite number, but was "1"
          {"id":"horizontal-flip","probability":1e400} | a.json.augmentation.probability must be a finite number, but was 1e400
          {"id":"horizontal-flip","probability":-1e99999999999} | a.json.augmentation.probability must be a finite number, but was -1e99999999999
          {"id":"horizontal-flip","probability":null} | a.json.augmentation.probability must be a finite number, but was null
          {"id":"horizontal-flip","probability":NaN} | a.json is no proper JSON
          {"id":"horizontal-flip","probability":1,"probability":0} | key 'probability' is there twice in line 1
          {"id":"sequence","links":[{"id":"none"},{"id":"horizontal-flip","probability":-1}]} | a.json.augmentation.links[1]: probability must be from 0 to 1, but was -1.0
          {"id":"sequence","links":{"id":"none"}} | a.json.augmentation.links must be an array, but was {"id":"none"}
          {"id":"sequence","links":["horizontal-flip"]} | a.json.augmentation.links[0] must be an object, but was "horizontal-flip"
          {"id":"random-resized-crop","scaleRange":[1,0.5]} | a.json.augmentation.scaleRange: a range must be finite with low <= high, but was 1.0 to 0.5
          {"id":"random-resized-crop","scaleRange":[1,2,3]} | a.json.augmentation.scaleRange must be [lowest, highest] or one number, but was [1,2,3]
          {"id":"random-resized-crop","scaleRange":[0.5,"a"]} | a.json.augmentation.scaleRange[1] must be a finite number, but was "a"
          {"id":"some-of","count":1.5} | a.json.augmentation.count must be a whole number below 2^31, but was 1.5
          {"id":"some-of","count":99999999999} | a.json.augmentation.count must be a whole number below 2^31
          {"id":"none","x":1} | a.json.augmentation.x
          {"links":[]} | a.json.augmentation.id is missing
          [] | a.json.augmentation must be an object, but was []
          """)
  void read_brokenValue_isRefusedWithItsPath(String augmentation, String message)
      throws IOException {
    Path file = json(augmentation);
    assertThatThrownBy(() -> AugmentationFile.read(file))
        .isInstanceOf(AugmentationFileException.class)
        .hasMessageContaining(message)
        .extracting(Throwable::getMessage, Assertions.as(Assertions.STRING))
        .hasLineCount(1)
        .doesNotContain("java.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | is empty
          '{' | is no proper JSON
          '{"schemaVersion":1}' | a.json.augmentation is missing
          '{"augmentation":{"id":"none"}}' | a.json.schemaVersion is missing
          '{"schemaVersion":2,"augmentation":{"id":"none"}}' | a.json.schemaVersion must be 1, but was 2: it was written by a newer Graft4J
          '{"schemaVersion":0,"augmentation":{"id":"none"}}' | a.json.schemaVersion must be 1, but was 0
          '{"schemaVersion":1,"augmentation":{"id":"none"},"augmentatio":1}' | a.json.augmentatio; did you mean
          '{"schemaVersion":1,"augmentation":{"id":"none"}} {}' | must end after the augmentation
          """)
  void read_brokenDocument_isRefused(String content, String message) throws IOException {
    Path file = file("a.json", content);
    assertThatThrownBy(() -> AugmentationFile.read(file))
        .isInstanceOf(AugmentationFileException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("a.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &a [x]\nb: *a\n",
        "!!javax.script.ScriptEngineManager [1]\n",
        "schemaVersion: !!int \"1\"\n",
        "a: [1\n",
        "\t- x\n",
        "a: 1\n---\nb: 2\n",
        "a: 1\na: 2\n",
        "a: \u0000\n",
        "schemaVersion: 1\naugmentation: {id: horizontal-flip, probability: .nan}\n",
        "schemaVersion: 1\naugmentation: {id: horizontal-flip, probability: .inf}\n",
        "schemaVersion: 1\naugmentation:\n",
      })
  void read_brokenYaml_isRefusedInALine(String content) throws IOException {
    Path file = file("a.yaml", content);
    assertThatThrownBy(() -> AugmentationFile.read(file))
        .isInstanceOf(AugmentationFileException.class)
        .hasMessageContaining("a.yaml")
        .extracting(Throwable::getMessage, Assertions.as(Assertions.STRING))
        .hasLineCount(1);
  }

  @Test
  void read_versionOfThePast_isNotCalledNewer() throws IOException {
    Path file = file("a.json", "{\"schemaVersion\":0,\"augmentation\":{\"id\":\"none\"}}");
    assertThatThrownBy(() -> AugmentationFile.read(file))
        .hasMessageEndingWith("a.json.schemaVersion must be 1, but was 0");
  }

  /** YAML 1.1 reads 0224 as 148. */
  @ParameterizedTest
  @ValueSource(strings = {"0224", "0x40", "1_00", "+64", "0b11", "-064"})
  void read_yamlNumberThatJsonHasNot_isRefused(String number) throws IOException {
    Path file =
        file("a.yaml", "schemaVersion: 1\naugmentation: {id: resize, width: " + number + "}\n");
    assertThatThrownBy(() -> AugmentationFile.read(file))
        .isInstanceOf(AugmentationFileException.class)
        .hasMessageContaining("a.yaml")
        .hasMessageContaining(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "5e-1", "5E-1", "0.05e+1", "0.5e0"})
  void read_yamlNumberAsInJson_isThatNumber(String number) throws IOException {
    Path file =
        file(
            "a.yaml",
            "schemaVersion: 1\naugmentation: {id: horizontal-flip, probability: " + number + "}\n");
    assertThat(AugmentationFile.read(file)).isEqualTo(new HorizontalFlip(0.5));
  }

  /** In words of the file, not of the parser's settings. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.json | '{"schemaVersion": NaN}' | is no proper JSON: Non-standard token 'NaN' (line 1)
          b.json | '{"a": // 1' | maybe a (non-standard) comment? (line 1)
          c.json | '{"a": 1' | expected close marker for Object (line
          a.yaml | 'a:#TAB#- b' | is no proper YAML: tabs are not allowed for indentation, use spaces
          b.yaml | 'a: [1, 2' | while parsing a flow sequence
          """)
  void read_brokenText_isToldInAPlainLine(String name, String content, String message)
      throws IOException {
    Path file = file(name, content.replace("#TAB#", "\n\t"));
    assertThatThrownBy(() -> AugmentationFile.read(file))
        .isInstanceOf(AugmentationFileException.class)
        .hasMessageStartingWith(file + " is no proper ")
        .hasMessageContaining(message)
        .extracting(Throwable::getMessage, Assertions.as(Assertions.STRING))
        .hasLineCount(1)
        .doesNotContain("Feature", "ALLOW", "reader", "Source");
  }

  @Test
  void read_binary_isNoText() throws IOException {
    for (String name : List.of("a.json", "a.yaml")) {
      Path file = Files.write(folder.resolve(name), new byte[] {'{', (byte) 0x89, 'P', 0, 1});
      assertThatThrownBy(() -> AugmentationFile.read(file))
          .isInstanceOf(AugmentationFileException.class)
          .hasMessage(file + " must be a text in UTF-8, but is not");
    }
  }

  @Test
  void read_folder_isRefused() throws IOException {
    Path file = Files.createDirectory(folder.resolve("a.json"));
    assertThatThrownBy(() -> AugmentationFile.read(file))
        .isInstanceOf(AugmentationFileException.class)
        .hasMessage(file + " must be a file, but is a folder");
  }

  /** There may be several of that name. */
  @Test
  void read_brokenValue_isNamedWithTheWholePath() throws IOException {
    Path file = json("[]");
    assertThatThrownBy(() -> AugmentationFile.read(file))
        .hasMessageStartingWith(file + ".augmentation must be an object");
  }

  /** "Billion laughs": nine lines that stand for a tree of 10^9 leaves. */
  @Test
  void read_aliasBomb_isRefusedQuickly() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String previous = "*a" + (i - 1);
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(String.join(", ", java.util.Collections.nCopies(10, previous))).append("]\n");
    }
    refusedQuickly(file("bomb.yaml", bomb.toString()), "anchors, aliases and tags");
  }

  @Test
  void read_tenThousandLevels_isRefusedQuickly() throws IOException {
    refusedQuickly(file("deep.json", "[".repeat(10_000)), "levels deep");
    refusedQuickly(file("deep.yaml", "[".repeat(10_000)), "deep.yaml");
    refusedQuickly(file("keys.yaml", "{a: ".repeat(10_000)), "keys.yaml");
    refusedQuickly(file("dashes.yaml", "- ".repeat(10_000)), "dashes.yaml");
  }

  @Test
  void read_hundredMegabytes_isRefusedQuickly() throws IOException {
    Path file = folder.resolve("large.json");
    try (var channel = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      channel.setLength(100L << 20);
    }
    refusedQuickly(file, "must be at most 1048576 bytes");
  }

  private static void refusedQuickly(Path file, String message) {
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(() -> AugmentationFile.read(file))
                .isInstanceOf(AugmentationFileException.class)
                .hasMessageContaining(message));
  }

  @Test
  void write_code_isRefusedWithItsPlace() {
    Augmentation lambda = (picture, random) -> picture;
    assertThatThrownBy(() -> AugmentationFile.json(Sequence.of(new HorizontalFlip(1), lambda)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("augmentation.links[1] must be a registered transform")
        .hasMessageContaining("TransformProvider");
  }

  @Test
  void write_fileThere_isKept() throws IOException {
    Path file = file("a.json", "mine");
    assertThatThrownBy(() -> AugmentationFile.write(file, NESTED, false))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("exists")
        .hasMessageNotContaining("--");
    assertThat(Files.readString(file, StandardCharsets.UTF_8)).isEqualTo("mine");
  }

  @Test
  void read_otherEnding_isRefused() {
    assertThatThrownBy(() -> AugmentationFile.read(Path.of("policy.txt")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an augmentation's file must end in .json, .yaml or .yml, but was policy.txt");
  }
}
